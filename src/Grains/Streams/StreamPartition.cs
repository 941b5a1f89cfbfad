using System.Globalization;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Clocks;
using Prcl.Grains.Logs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Streams;

/// <summary>
/// One partition of a run's images: an index folded from the durable log, leases in memory, trained marks folded from round
/// manifests. Calls may interleave, on one thread.
/// </summary>
internal sealed class StreamPartition : IAsyncDisposable
{
    private const int FailuresToQuarantine = 3;
    private const int AtOnce = 1000;
    private readonly LeaseTable _leases;
    private readonly LogWriter _log;
    private readonly StreamAppender _appender;
    private readonly TrainedMarks _marks;
    private readonly Func<TrainingSettings, Retention> _makeRetention;
    private Retention _retention;
    private readonly long _fencedBelow;
    private OverdueImages? _overdue;

    private StreamPartition(RunRecord run, StreamIndex index, LeaseTable leases, LogWriter log, TrainedMarks marks, ClockWatch clock, TimeProvider time)
    {
        (Index, _leases, _log, _marks) = (index, leases, log, marks);
        _appender = new StreamAppender(index, log, time);
        _fencedBelow = run.FencedBelow;
        _makeRetention = settings => new Retention(settings, index, leases.IsHeld, clock, time);
        _retention = _makeRetention(run.Settings);
    }

    /// <summary>The images.</summary>
    public StreamIndex Index { get; }

    /// <summary>What the partition holds. A leased image that has got a label meanwhile waits for nobody any more.</summary>
    public StreamCounts Counts => Index.Counts(_leases.CountAmong(Index.IsWaiting)) with { Overdue = _overdue?.Images ?? 0, Note = _overdue?.Reason };

    /// <summary>Reads the log, and the marks of the rounds committed so far.</summary>
    /// <param name="run">The run.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="state">Where marks are kept.</param>
    /// <param name="blobs">Where the log is.</param>
    /// <param name="rounds">The manifests.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="collectedBelow">Files of deletions below this one are gone already.</param>
    /// <param name="clock">Doubts the clock; null: from now on.</param>
    /// <param name="keptRanges">Of how many ranges of trained images the order is kept.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<StreamPartition> Open(
        RunRecord run,
        int partition,
        IPersistentState<StreamState> state,
        IBlobStore blobs,
        RoundHistory rounds,
        TimeProvider time,
        long collectedBelow = 0,
        ClockWatch? clock = null,
        int keptRanges = TrainedRanges.Capacity,
        CancellationToken cancellation = default)
    {
        var (id, index) = (run.Id, new StreamIndex(collectedBelow));
        var leases = new LeaseTable(time, TimeSpan.FromSeconds(run.Settings.LeaseSeconds));
        var log = await AppendLog.Open(
            blobs, LogOf(id, partition), new AppendLogOptions { Time = time }, record => index.Apply(StreamRecord.Decode(record.Payload.Span)), cancellation);
        var marks = new TrainedMarks(id, partition, state, rounds, index, leases, keptRanges);
        await marks.Open();
        leases.Fence(run.FencedBelow);
        return new StreamPartition(run, index, leases, new LogWriter(log), marks, clock ?? new ClockWatch(time), time);
    }

    /// <summary>The name of a partition's log.</summary>
    /// <param name="id">The run's id.</param>
    /// <param name="partition">The partition.</param>
    public static string LogOf(string id, int partition) => string.Create(CultureInfo.InvariantCulture, $"runs/{id}/stream/{partition:D4}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _log.DisposeAsync();

    /// <inheritdoc cref="IImageStreamGrain.Append"/>
    public Task<AppendOutcome[]> Append(ImageEntry[] entries) => Task.WhenAll(Array.ConvertAll(entries, _appender.Append));

    /// <inheritdoc cref="IImageStreamGrain.Lease"/>
    public ImageInfo[] Lease(string trainer, long incarnation, int count) =>
    [
        .. Index.Waiting.Where(s => !_leases.IsHeld(s)).Take(count).ToArray()
            .Where(s => _leases.Take(s, trainer, incarnation)).Select(s => Index[s]),
    ];

    /// <inheritdoc cref="IImageStreamGrain.Renew"/>
    public long[] Renew(string trainer, long incarnation, long[] sequences) =>
        Array.FindAll(sequences, s => Index.At(s) is not { Trained: false } || !_leases.Take(s, trainer, incarnation));

    /// <inheritdoc cref="IImageStreamGrain.Return"/>
    public void Return(string trainer, long incarnation, long[] sequences) => Array.ForEach(sequences, s => _leases.Return(s, trainer, incarnation));

    /// <inheritdoc cref="IImageStreamGrain.Fail"/>
    /// <returns>How often the image has failed; 0 when it is out already or unknown, or the attempt is counted.</returns>
    public async Task<int> Fail(string trainer, long incarnation, long sequence, string error, long attempt)
    {
        if (Index.At(sequence) is not { Quarantine: null } || (incarnation > 0 && incarnation < _fencedBelow))
        {
            return 0;
        }

        var (failures, isNew) = _leases.Fail(sequence, trainer, incarnation, attempt);
        if (failures >= FailuresToQuarantine)
        {
            await _appender.Quarantine(sequence, error);
            _leases.End(sequence);
        }

        return isNew ? failures : 0;
    }

    /// <inheritdoc cref="IImageStreamGrain.Delete"/>
    public Task<bool[]> Delete(string[] sha256, SeenImage[]? seen) => Delete(sha256, seen, keepLabelled: false);

    /// <summary>Keeps what other settings say from now on.</summary>
    public void Use(TrainingSettings settings) => _retention = _makeRetention(settings);

    /// <inheritdoc cref="IImageStreamGrain.Overdue"/>
    public OverdueImages? Overdue() => _retention.Look().Overdue;

    /// <summary>Deletes what the run's retention doesn't keep, apart from what waits for a person's word.</summary>
    /// <param name="confirmed">Too old images up to this sequence have got it.</param>
    /// <returns>How many images were deleted, and what waits.</returns>
    public async Task<(int Deleted, OverdueImages? Overdue)> Retain(long confirmed = -1)
    {
        var look = _retention.Look(confirmed);
        _overdue = look.Overdue;
        var deleted = 0;
        foreach (var due in look.Due.Chunk(AtOnce))
        {
            deleted += (await Delete(due, seen: null, keepLabelled: true)).Count(isDeleted => isDeleted);
        }

        return (deleted, look.Overdue);
    }

    /// <summary>Images from a sequence number on, with their doubts.</summary>
    public ImageInfo[] List(long from, int count, bool onlyQuarantined) => Array.ConvertAll(Index.List(from, count, onlyQuarantined), Doubted);

    /// <summary>The image of this hash with its doubt, or null.</summary>
    public ImageInfo? Find(string sha256) => Index.Find(sha256) is { } image ? Doubted(image) : null;

    /// <inheritdoc cref="IImageStreamGrain.Ranked"/>
    public PlacedImage[] Ranked(ImageOrder order, long place, long belowSequence, int count)
    {
        var ranked = order == ImageOrder.Newest
            ? ImageRanking.Newest(Index.Backwards, place, belowSequence)
            : ImageRanking.Doubt(Index.Backwards, _marks.Doubts.LevelOf, place, belowSequence);
        return [.. ranked.Take(count).Select(p => p with { Image = Doubted(p.Image) })];
    }

    /// <inheritdoc cref="IImageStreamGrain.Suggest"/>
    public ImageInfo[] Suggest(int count)
    {
        (int, ImageInfo)[] images = [.. Index.Unlabelled.Where(i => i.Quarantine is null).Select(i => (0, Doubted(i)))];
        var chosen = Suggestions.MostDoubtful(images, count);
        return [.. chosen.Concat(Suggestions.Unseen(images, count - chosen.Length)).Select(i => i.Image)];
    }

    /// <inheritdoc cref="IImageStreamGrain.CatchUp"/>
    /// <exception cref="StaleActivationException">A round's manifest is gone: another activation has folded it.</exception>
    public Task CatchUp(long round) => _marks.CatchUp(round);

    private ImageInfo Doubted(ImageInfo image) => _marks.Doubts.Of(image.Sequence) is { } doubt ? image with { Doubt = doubt } : image;

    private Task<bool[]> Delete(string[] sha256, SeenImage[]? seen, bool keepLabelled) => Task.WhenAll(sha256.Select(async (image, i) =>
    {
        if (await _appender.Delete(image, seen?[i].Sequence, keepLabelled) is not { } sequence)
        {
            return false;
        }

        _leases.End(sequence);
        return true;
    }));
}
