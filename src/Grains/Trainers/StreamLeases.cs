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
    private List<(int Partition, long Sequence)> _handedIn = [];
    private Task _renewing = Task.CompletedTask;
    private int _next;
    private long _attempts;

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
            // A lease that lapsed meanwhile is somebody else's.
            if (_held.ContainsKey((image.Partition, image.Info.Sequence)))
            {
                taken.Add(image);
            }
        }

        return taken;
    }

    /// <summary>
    /// These images are in a report. Should it be late, the next round's manifest names them: until then nobody else must get
    /// them. Those of the report before are done with.
    /// </summary>
    public void HandIn(IEnumerable<(int Partition, long Sequence)> images)
    {
        _handedIn.ForEach(i => _held.TryRemove(i, out _));
        _handedIn = [.. images];
    }

    /// <summary>Renews every lease; those that are somebody else's, or committed as trained, are forgotten.</summary>
    public Task Renew() => _renewing = RenewAll();

    /// <summary>Gives images back untrained.</summary>
    public Task Return(IEnumerable<FeedImage> images) => Return([.. images.Select(i => (i.Partition, i.Info.Sequence))]);

    /// <summary>Gives back every image that isn't in a report. Not while <see cref="Take"/> runs.</summary>
    public Task ReturnAll()
    {
        _ready.Clear();
        return Return([.. _held.Keys.Except(_handedIn)]);
    }

    /// <summary>A number for an attempt to read an image, given to no other of this incarnation.</summary>
    public long NewAttempt() => Interlocked.Increment(ref _attempts);

    /// <summary>Gives an image back because it can't be read; a repeat of the same attempt is harmless.</summary>
    public Task Fail(FeedImage image, long attempt, string error)
    {
        _held.TryRemove((image.Partition, image.Info.Sequence), out _);
        return Stream(image.Partition).Fail(trainer, incarnation, image.Info.Sequence, error, attempt);
    }

    /// <summary>What may be drawn from besides new images, over all partitions; a partition that hasn't changed answers null lists.</summary>
    public Task<TrainingPool[]> Pools(long[] knownRevisions) =>
        Task.WhenAll(Enumerable.Range(0, partitions).Select(p => Stream(p).Pool(knownRevisions[p])));

    /// <summary>Which of these images of a partition have been deleted.</summary>
    public Task<long[]> Gone(int partition, long[] sequences) => Stream(partition).Gone(sequences);

    private async Task RenewAll()
    {
        foreach (var part in _held.Keys.GroupBy(h => h.Partition).OrderBy(p => p.Key))
        {
            foreach (var lost in await Stream(part.Key).Renew(trainer, incarnation, [.. part.Select(h => h.Sequence)]))
            {
                _held.TryRemove((part.Key, lost), out _);
            }
        }
    }

    private async Task Return((int Partition, long Sequence)[] images)
    {
        // A renewal on its way would take them again.
        Array.ForEach(images, i => _held.TryRemove(i, out _));
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        foreach (var part in images.GroupBy(i => i.Partition).OrderBy(p => p.Key))
        {
            await Stream(part.Key).Return(trainer, incarnation, [.. part.Select(i => i.Sequence)]);
        }
    }

    private IImageStreamGrain Stream(int partition) => grains.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(run, partition));
}
