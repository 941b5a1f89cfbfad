using System.Globalization;
using Prcl.Contracts.Streams;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Api.Lists;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>A run's images in another order than the log's, all partitions merged: by place, then by partition, the newer first.</summary>
/// <param name="logs">The partitions.</param>
/// <param name="order">The order.</param>
internal sealed class RankedImages(IImageStreamGrain[] logs, ImageOrder order)
{
    private const int FewestAtOnce = 20, MostAtOnce = 1000;
    private readonly PriorityQueue<(int Partition, PlacedImage Placed), (long, int, long)> _next = new();
    private readonly Queue<PlacedImage>[] _read = [.. logs.Select(_ => new Queue<PlacedImage>())];

    /// <summary>A part of the images.</summary>
    /// <param name="page">Which.</param>
    /// <param name="fits">Which images are asked for.</param>
    /// <param name="most">Images that are looked at, at most.</param>
    public async Task<Page<ImageDocument>> Part(PageQuery page, Predicate<ImageInfo> fits, int most)
    {
        var (count, found) = (page.Count(), new List<ImageDocument>());
        var (place, at, below) = page.After() is { } after ? Read(after) : (long.MaxValue, logs.Length, long.MaxValue);
        var atOnce = Math.Clamp(2 * count / logs.Length, FewestAtOnce, MostAtOnce);

        // What comes before the cursor in this order: in an earlier partition all of its place, in a later one none.
        await Task.WhenAll(logs.Select((_, p) => Fill(p, place, p < at ? 0 : p > at ? long.MaxValue : below, atOnce)));
        Enumerable.Range(0, logs.Length).ToList().ForEach(Offer);
        for (var looked = 0; _next.TryDequeue(out var next, out _); looked++)
        {
            var (partition, (image, itsPlace)) = (next.Partition, next.Placed);
            if (fits(image))
            {
                found.Add(ImageDocument.Of(partition, image));
            }

            if (_read[partition].Count == 0)
            {
                // Where few images fit, more are read at a time.
                atOnce = Math.Min(2 * atOnce, MostAtOnce);
                await Fill(partition, itsPlace, image.Sequence, atOnce);
            }

            Offer(partition);
            if (_next.Count > 0 && (found.Count == count || looked == most))
            {
                return new Page<ImageDocument>(found, PageQuery.CursorOf(string.Create(CultureInfo.InvariantCulture, $"{order}/{itsPlace}/{partition}/{image.Sequence}")));
            }
        }

        return new Page<ImageDocument>(found, null);
    }

    private async Task Fill(int partition, long place, long belowSequence, int count)
    {
        foreach (var placed in await logs[partition].Ranked(order, place, belowSequence, count))
        {
            _read[partition].Enqueue(placed);
        }
    }

    private void Offer(int partition)
    {
        if (_read[partition].TryDequeue(out var placed))
        {
            _next.Enqueue((partition, placed), (-placed.Place, partition, -placed.Image.Sequence));
        }
    }

    private (long Place, int Partition, long Sequence) Read(string cursor) =>
        cursor.Split('/') is [var name, var first, var second, var third] && name == order.ToString()
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var partition) && partition < logs.Length
        && long.TryParse(third, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? (place, partition, sequence)
            : throw PageQuery.BadCursor();
}
