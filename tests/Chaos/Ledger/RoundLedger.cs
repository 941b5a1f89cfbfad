using System.Globalization;
using System.Text.Json;
using Prcl.Grains.Blobs;
using Prcl.Grains.Rounds;

namespace Prcl.Chaos.Ledger;

/// <summary>
/// Follows the committed rounds in the storage itself, past the proxy: adds up the class sums of the reports that the manifests name,
/// and holds the prototypes in every version's checkpoint against them. Rounds are read as they are committed, before retention removes them.
/// </summary>
internal sealed class RoundLedger(IBlobStore blobs, Timeline timeline, string run, int classes, double halfLife)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);
    private readonly Dictionary<int, HashSet<long>> _trained = [];
    private readonly HashSet<(string, long, long)> _reports = [];
    private Evidence?[] _sums = new Evidence?[classes];

    /// <summary>Committed rounds seen, one after the other from 0.</summary>
    public long Rounds { get; private set; }

    /// <summary>Reports that they name.</summary>
    public long Reports { get; private set; }

    /// <summary>Reports that two manifests name.</summary>
    public int ReportsTwice { get; private set; }

    /// <summary>Rounds that two trainers or more had a part in.</summary>
    public long SharedRounds { get; private set; }

    /// <summary>The largest relative error of a prototype so far.</summary>
    public double MaxError { get; private set; }

    /// <summary>The clock of the newest.</summary>
    public long Clock { get; private set; }

    /// <summary>When each round was seen.</summary>
    public List<double> SeenAt { get; } = [];

    /// <summary>New images that manifests say are trained.</summary>
    public int Trained => _trained.Values.Sum(t => t.Count);

    /// <summary>The prototypes as they should be now.</summary>
    public IReadOnlyList<Evidence?> Prototypes => _sums;

    /// <summary>Follows until stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                while (await Next())
                {
                }
            }
            catch (BlobStorageException)
            {
                // The storage is down; the same round is read again.
            }

            await Task.Delay(Look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Notes what a grain or its stored state says a prototype is.</summary>
    public void Compare(int classId, Evidence? prototype) => MaxError = Math.Max(MaxError, Evidence.Error(_sums[classId], prototype, halfLife));

    /// <summary>Notes what a grain answers: mean η/Λ and variance 1/Λ of the sums, and n as it stands at the newest clock.</summary>
    public void Compare(int classId, double[] mean, double[] posteriorVariance, double evidence)
    {
        if (_sums[classId] is not { } sums)
        {
            MaxError = mean.Length == 0 ? MaxError : double.PositiveInfinity;
            return;
        }

        var width = sums.Sums.Length / 3;
        var here = new Evidence([.. Enumerable.Range(0, width).Select(d => sums.Sums[width + d] / sums.Sums[d]), .. sums.Sums.Take(width).Select(p => 1 / p)], sums.At(Clock, halfLife).Count, Clock);
        MaxError = Math.Max(MaxError, Evidence.Error(here, new Evidence([.. mean, .. posteriorVariance], evidence, Clock), halfLife));
    }

    private async Task<bool> Next()
    {
        var manifest = await blobs.Read(string.Create(CultureInfo.InvariantCulture, $"runs/{run}/rounds/{Rounds:D12}.json"));
        if (manifest is null)
        {
            return false;
        }

        using var document = JsonDocument.Parse(manifest.Bytes);
        var round = document.RootElement.GetProperty("manifest").Deserialize<RoundManifest>(JsonSerializerOptions.Web)!;
        var sums = (Evidence?[])_sums.Clone();
        foreach (var report in round.Reports)
        {
            var own = await EvidenceFile.Read(blobs, report.SumsBlob, "sums", classes);
            sums = [.. sums.Zip(own, (a, b) => Evidence.Add(a, b, halfLife))];
        }

        var published = await EvidenceFile.Read(blobs, round.ModelBlob, "prototypes", classes);
        Enter(round, sums);
        for (var k = 0; k < classes; k++)
        {
            Compare(k, published[k]);
        }

        return true;
    }

    private void Enter(RoundManifest round, Evidence?[] sums)
    {
        _sums = sums;
        SeenAt.Add(timeline.Now);
        (Rounds, Clock) = (Rounds + 1, round.Clock);
        Reports += round.Reports.Length;
        SharedRounds += round.Reports.Select(r => r.Trainer).Distinct().Count() > 1 ? 1 : 0;
        foreach (var report in round.Reports)
        {
            ReportsTwice += _reports.Add((report.Trainer, report.Incarnation, report.Round)) ? 0 : 1;
            foreach (var (partition, ranges) in report.Trained)
            {
                (_trained.TryGetValue(partition, out var set) ? set : _trained[partition] = []).UnionWith(SequenceRanges.Unpack(ranges));
            }
        }
    }
}
