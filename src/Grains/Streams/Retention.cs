using System.Globalization;
using Prcl.Contracts.Streams;
using Prcl.Grains.Clocks;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Streams;

/// <summary>
/// Which unlabelled images a partition no longer keeps: those beyond the run's age, and the oldest while all together exceed the
/// partition's part of the run's size. Labelled ones, ones for measuring, and ones that a trainer holds now stay. Clocks are believed with care: many that are
/// too old at once, or any while the silo's clock is in doubt, wait for a person's word; times need not be in order, and one in the future counts as now.
/// </summary>
/// <param name="settings">The run's settings.</param>
/// <param name="index">The partition's images.</param>
/// <param name="isHeld">Whether a trainer holds an image.</param>
/// <param name="clock">Doubts the clock.</param>
/// <param name="time">Tells the time.</param>
internal sealed class Retention(TrainingSettings settings, StreamIndex index, Func<long, bool> isHeld, ClockWatch clock, TimeProvider time)
{
    private const double BytesOfGigabyte = 1e9;

    // So few may always go: of a small run every image is a large share.
    private const int Few = 10;

    // When images with a time in the future were first seen.
    private Dictionary<long, DateTime> _seen = [];

    /// <summary>Looks at all images.</summary>
    /// <param name="confirmed">Too old ones up to this sequence are due, whatever the clock and however many.</param>
    public RetentionLook Look(long confirmed = -1)
    {
        if (settings.Retention is { RetainDays: 0, RetainGigabytes: 0 })
        {
            return RetentionLook.Nothing;
        }

        var (old, unlabelled) = Old();
        var due = old.FindAll(i => i.Sequence <= confirmed);
        var rest = old.FindAll(i => i.Sequence > confirmed);
        var reason = rest.Count == 0 ? null : WhyWait(rest.Count, unlabelled - due.Count);
        if (reason is null)
        {
            due.AddRange(rest);
        }

        AddExcess(due);
        return new RetentionLook([.. due.Select(i => i.Sha256)], reason is null ? null : new OverdueImages(
            rest.Count, unlabelled - due.Count, rest.Sum(i => i.Bytes), rest.Min(i => i.StoredUtc), rest.Max(i => i.StoredUtc), rest[^1].Sequence, reason));
    }

    private (List<ImageInfo> Old, int Unlabelled) Old()
    {
        var (old, unlabelled, seen) = (new List<ImageInfo>(), 0, new Dictionary<long, DateTime>());
        if (settings.Retention.RetainDays > 0)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var oldest = now - TimeSpan.FromDays(settings.Retention.RetainDays);
            foreach (var image in index.Unlabelled)
            {
                unlabelled++;
                var stored = image.StoredUtc;
                if (_seen.TryGetValue(image.Sequence, out var first) || stored > now)
                {
                    stored = seen[image.Sequence] = first == default ? now : first;
                }

                if (stored < oldest && !isHeld(image.Sequence))
                {
                    old.Add(image);
                }
            }
        }

        _seen = seen;
        return (old, unlabelled);
    }

    private string? WhyWait(int old, int unlabelled)
    {
        var most = Math.Max(Few, settings.Retention.RetainShare / 100 * unlabelled);
        return clock.Doubt() is { } doubt ? $"{doubt}: nothing is deleted for its age until that is right again, or has lasted for a day"
            : old > most ? string.Create(CultureInfo.InvariantCulture, $"{old} of {unlabelled} unlabelled images are older than retain-days at once, more than retain-share, {settings.Retention.RetainShare} %")
            : null;
    }

    private void AddExcess(List<ImageInfo> due)
    {
        if (settings.Retention.RetainGigabytes == 0)
        {
            return;
        }

        var excess = index.UnlabelledBytes - due.Sum(i => i.Bytes) - settings.Retention.RetainGigabytes * BytesOfGigabyte / settings.Partitions;
        var chosen = due.Select(i => i.Sequence).ToHashSet();
        foreach (var image in index.Unlabelled)
        {
            if (excess <= 0)
            {
                break;
            }

            if (!isHeld(image.Sequence) && chosen.Add(image.Sequence))
            {
                due.Add(image);
                excess -= image.Bytes;
            }
        }
    }
}
