using Prcl.Learning.Settings;

namespace Prcl.Grains.Streams;

/// <summary>
/// Which unlabelled images a partition no longer keeps: those beyond the run's age, and the oldest while all together exceed the
/// partition's part of the run's size. Labelled ones, ones for measuring, and ones that a trainer holds now stay.
/// </summary>
/// <param name="settings">The run's settings.</param>
/// <param name="index">The partition's images.</param>
/// <param name="isHeld">Whether a trainer holds an image.</param>
/// <param name="time">Tells the time.</param>
internal sealed class Retention(TrainingSettings settings, StreamIndex index, Func<long, bool> isHeld, TimeProvider time)
{
    private const double BytesOfGigabyte = 1e9;
    private const int AtOnce = 1000;

    /// <summary>The oldest of them, by hash; more when asked again after these are gone.</summary>
    public string[] Due()
    {
        if (settings.Retention is { RetainDays: 0, RetainGigabytes: 0 })
        {
            return [];
        }

        var oldest = settings.Retention.RetainDays > 0 ? time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(settings.Retention.RetainDays) : DateTime.MinValue;
        var excess = settings.Retention.RetainGigabytes > 0 ? index.UnlabelledBytes - settings.Retention.RetainGigabytes * BytesOfGigabyte / settings.Partitions : 0;
        var due = new List<string>();
        foreach (var image in index.Unlabelled)
        {
            if (due.Count == AtOnce || (excess <= 0 && image.StoredUtc >= oldest))
            {
                break;
            }

            if (!isHeld(image.Sequence))
            {
                due.Add(image.Sha256);
                excess -= image.Bytes;
            }
        }

        return [.. due];
    }
}
