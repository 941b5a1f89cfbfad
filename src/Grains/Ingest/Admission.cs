using System.Globalization;
using Prcl.Contracts.Ingest;
using Prcl.Grains.Images;
using Prcl.Grains.Limits;
using Prcl.Grains.Room;

namespace Prcl.Grains.Ingest;

/// <summary>
/// Whether a run takes more images at all, before anything of them is stored: unlabelled ones only while the storage has room to spare, any only within
/// the run's quota. What the run has already may always be pushed again.
/// </summary>
/// <param name="room">The storage's room.</param>
/// <param name="limits">The quota.</param>
public sealed class Admission(StorageRoom room, SiloLimits limits)
{
    private const double GigaByte = 1e9;

    /// <summary>Why images are refused, by their places; null where one isn't.</summary>
    /// <param name="images">The images.</param>
    /// <param name="used">Bytes of image files that the run has; asked only where there is a quota.</param>
    /// <param name="known">Which images, by hash, the run has; asked only when some would be refused.</param>
    public async Task<IngestReply?[]> Refusals(ImagePush[] images, Func<Task<long>> used, Func<string[], Task<bool[]>> known)
    {
        var shortage = (await room.Look()).Shortage;
        var left = limits.RunBytes > 0 ? limits.RunBytes - await used() : long.MaxValue;
        var refusals = new IngestReply?[images.Length];
        if (shortage is null && images.Sum(i => (long)i.Image.Length) <= left)
        {
            return refusals;
        }

        var isKnown = await known(Array.ConvertAll(images, i => ContentHash.Of(i.Image).ToString()));
        for (var i = 0; i < images.Length; i++)
        {
            var (image, length) = (images[i], images[i].Image.Length);
            refusals[i] = isKnown[i] ? null
                : shortage is not null && image is { Label: null, Purpose: ImagePurpose.Train } ? OutOfRoom(image, shortage)
                : length > left ? OverQuota(image)
                : null;
            left -= isKnown[i] || refusals[i] is not null ? 0 : length;
        }

        return refusals;
    }

    private static IngestReply OutOfRoom(ImagePush image, string shortage) => new(
        IngestOutcome.OutOfRoom, "", $"{image.Name}: {shortage}: unlabelled images are refused until there is room, labelled ones aren't.", null);

    private IngestReply OverQuota(ImagePush image) => new(
        IngestOutcome.OverQuota,
        "",
        string.Create(CultureInfo.InvariantCulture, $"{image.Name}: the run's images would take more than run-gigabytes, {limits.RunBytes / GigaByte}; delete some (prcl images delete), or let it forget them (retain-days, retain-gigabytes)."),
        null);
}
