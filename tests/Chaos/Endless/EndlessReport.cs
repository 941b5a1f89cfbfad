using System.Text.Json;

namespace Prcl.Chaos.Endless;

/// <summary>The samples' verdict: flat memory, no late collapse, no alarm.</summary>
/// <param name="Samples">What was found, look by look.</param>
internal sealed record EndlessReport(IReadOnlyList<EndlessSample> Samples)
{
    private const double MemoryGrowth = 1.15;
    private const double Collapse = 5;

    /// <summary>Most memory in the middle third, megabytes.</summary>
    public double MegabytesInTheMiddle => Third(1).Max(s => s.Megabytes);

    /// <summary>Most memory in the last third, megabytes.</summary>
    public double MegabytesAtTheEnd => Third(2).Max(s => s.Megabytes);

    /// <summary>The best mean mIoU, and the last one, in percent.</summary>
    public (double Best, double Last) MeanIou
    {
        get
        {
            var means = Samples.Select(s => s.Mean).OfType<double>().ToArray();
            return means.Length == 0 ? (0, 0) : (means.Max(), means[^1]);
        }
    }

    /// <summary>What doesn't hold.</summary>
    public IEnumerable<string> Failures
    {
        get
        {
            if (MegabytesAtTheEnd > MemoryGrowth * MegabytesInTheMiddle)
            {
                yield return $"memory grew from {MegabytesInTheMiddle:F0} to {MegabytesAtTheEnd:F0} MB";
            }

            var (best, last) = MeanIou;
            if (best == 0 || last < best - Collapse)
            {
                yield return $"mIoU was {best:F1} and ended at {last:F1}";
            }

            foreach (var alarm in Samples.SelectMany(s => s.Alarms).Distinct())
            {
                yield return $"alarm {alarm}";
            }
        }
    }

    /// <summary>One line for programs.</summary>
    public string ToLine()
    {
        var last = Samples[^1];
        return JsonSerializer.Serialize(
            new
            {
                minutes = last.Minute,
                rounds = last.Round,
                imagesTrained = last.ImagesTrained,
                imagesStored = last.Stored,
                megabytesInTheMiddle = MegabytesInTheMiddle,
                megabytesAtTheEnd = MegabytesAtTheEnd,
                meanIouBest = MeanIou.Best,
                meanIouLast = MeanIou.Last,
                miou = last.MeanIou,
                baseline = last.Baseline,
                alarms = Samples.Sum(s => s.Alarms.Length),
            });
    }

    private IEnumerable<EndlessSample> Third(int which) => Samples.Skip(Samples.Count * which / 3).Take(Math.Max(1, Samples.Count * (which + 1) / 3 - Samples.Count * which / 3));
}
