using System.Collections.Concurrent;
using Prcl.Contracts;
using Prcl.Contracts.Streams;

namespace Prcl.Grains.Trainers;

/// <summary>A trainer incarnation's leases over all partitions of a run: takes them ahead, renews them, gives them back.</summary>
internal sealed class StreamLeases(IGrainFactory grains, string run, int partitions, string trainer, long incarnation)
{
    private const int Ahead = 8;

    private readonly ConcurrentDictionary<(int Partition, long Sequence), byte> _held = new();
    private readonly Queue<FeedImage> _ready = [];
    private int _next;

    /// <summary>The oldest waiting images, at most <paramref name="count"/>; fewer when there are no more.</summary>
    public async Task<List<FeedImage>> Take(int count)
    {
        // Ask for several steps' worth at once; one round over the partitions at most.
        for (var asked = 0; _ready.Count < count && asked < partitions; asked++)
        {
            var partition = _next++ % partitions;
            foreach (var image in await Stream(partition).Lease(trainer, incarnation, count * Ahead))
            {
                _held[(partition, image.Sequence)] = 0;
                _ready.Enqueue(new FeedImage(partition, image));
            }
        }

        var taken = new List<FeedImage>(count);
        while (taken.Count < count && _ready.TryDequeue(out var image))
        {
            taken.Add(image);
        }

        return taken;
    }

    /// <summary>These images are committed as trained, or somebody else's.</summary>
    public void Forget(int partition, IEnumerable<long> sequences)
    {
        foreach (var sequence in sequences)
        {
            _held.TryRemove((partition, sequence), out _);
        }
    }

    /// <summary>Renews every lease.</summary>
    public async Task Renew()
    {
        foreach (var (partition, sequences) in Held())
        {
            Forget(partition, await Stream(partition).Renew(trainer, incarnation, sequences));
        }
    }

    /// <summary>Gives every image back.</summary>
    public async Task ReturnAll()
    {
        foreach (var (partition, sequences) in Held())
        {
            await Stream(partition).Return(trainer, incarnation, sequences);
            Forget(partition, sequences);
        }
    }

    /// <summary>Gives an image back because it can't be read.</summary>
    public Task Fail(FeedImage image, string error)
    {
        Forget(image.Partition, [image.Info.Sequence]);
        return Stream(image.Partition).Fail(trainer, incarnation, image.Info.Sequence, error);
    }

    /// <summary>What may be drawn from besides new images, over all partitions; a partition that hasn't changed answers null lists.</summary>
    public Task<TrainingPool[]> Pools(long[] knownRevisions) =>
        Task.WhenAll(Enumerable.Range(0, partitions).Select(p => Stream(p).Pool(knownRevisions[p])));

    private Dictionary<int, long[]> Held() =>
        _held.Keys.GroupBy(h => h.Partition).ToDictionary(g => g.Key, g => g.Select(h => h.Sequence).ToArray());

    private IImageStreamGrain Stream(int partition) => grains.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(run, partition));
}
