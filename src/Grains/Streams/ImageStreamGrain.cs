using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Metrics;
using Prcl.Grains.Roles;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Streams;

/// <summary>
/// One partition of a run's images: an index folded from the durable log, leases in memory, trained marks folded from round
/// manifests. Reentrant, so that appends gather into one write.
/// </summary>
[Reentrant]
[RequiresRole(SiloRoles.State)]
public sealed partial class ImageStreamGrain(
    [PersistentState("stream", GrainStateStore.Name)] IPersistentState<StreamState> state,
    IBlobStore blobs,
    RunStore runs,
    RoundHistory rounds,
    TimeProvider time,
    ILogger<ImageStreamGrain> logger) : Grain, IImageStreamGrain, IAsyncDisposable
{
    private const int FailuresToQuarantine = 3;
    private const int ReplayPool = 20_000;

    private readonly StreamIndex _index = new();
    private LeaseTable _leases = null!;
    private LogWriter? _log;
    private StreamAppender _appender = null!;
    private TrainedMarks _marks = null!;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var (name, key) = (PrclNames.RunOf(this.GetPrimaryKeyString()), PrclNames.LastPartOf(this.GetPrimaryKeyString()));
        var run = await runs.Get(name);
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var partition) || partition >= run.Settings.Partitions)
        {
            throw new PrclRequestException($"Run '{name}' has {run.Settings.Partitions} partitions, numbered from 0; there is no partition '{key}'.");
        }

        _leases = new LeaseTable(time, TimeSpan.FromSeconds(run.Settings.LeaseSeconds));
        _log = new LogWriter(await AppendLog.Open(
            blobs, $"runs/{name}/stream/{partition:D4}", new AppendLogOptions(), record => _index.Apply(StreamRecord.Decode(record.Payload.Span)), cancellationToken));
        _appender = new StreamAppender(_index, _log, time);
        _marks = new TrainedMarks(name, partition, state, rounds, _index, _leases);
        await _marks.Open();
        GrainMeters.Recovered("stream", since);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public Task<AppendOutcome[]> Append(ImageEntry[] entries) =>
        Written(Task.WhenAll(Array.ConvertAll(entries, _appender.Append)));

    /// <inheritdoc/>
    public Task<bool[]> Known(ImageFingerprint[] files) =>
        Task.FromResult(Array.ConvertAll(files, f => _index.Holds(f.ImageSha256, f.LabelSha256)));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Lease(string trainer, long incarnation, int count) => Task.FromResult<ImageInfo[]>(
    [
        .. _index.Waiting.Where(s => !_leases.IsHeld(s)).Take(count).ToArray()
            .Where(s => _leases.Take(s, trainer, incarnation)).Select(s => _index[s]),
    ]);

    /// <inheritdoc/>
    public Task<long[]> Renew(string trainer, long incarnation, long[] sequences) => Task.FromResult(
        Array.FindAll(sequences, s => s < 0 || s >= _index.Count || _index[s].Trained || !_leases.Take(s, trainer, incarnation)));

    /// <inheritdoc/>
    public Task Return(string trainer, long incarnation, long[] sequences)
    {
        Array.ForEach(sequences, s => _leases.Return(s, trainer, incarnation));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Fail(string trainer, long incarnation, long sequence, string error)
    {
        if (sequence < 0 || sequence >= _index.Count || _index[sequence].Quarantine is not null)
        {
            return;
        }

        var failures = _leases.Fail(sequence, trainer, incarnation);
        LogFailed(this.GetPrimaryKeyString(), sequence, _index[sequence].Name, failures, error);
        if (failures >= FailuresToQuarantine)
        {
            await Written(_appender.Quarantine(sequence, error));
            _leases.End(sequence);
        }
    }

    /// <inheritdoc/>
    public Task<TrainingPool> Pool(long knownRevision)
    {
        var isKnown = knownRevision == _index.Revision;
        return Task.FromResult(new TrainingPool(
            _index.Revision, isKnown ? null : _index.Labelled(), isKnown ? null : _index.Trained(ReplayPool), Count()));
    }

    /// <inheritdoc/>
    public Task<ImageInfo[]> List(long fromSequence, int count, bool onlyQuarantined) =>
        Task.FromResult(_index.List(Math.Max(0, fromSequence), Math.Clamp(count, 0, 10_000), onlyQuarantined));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Evaluation() => Task.FromResult(_index.Evaluation());

    /// <inheritdoc/>
    public Task<StreamCounts> Counts() => Task.FromResult(Count());

    /// <inheritdoc/>
    public Task CatchUp(long round) => _marks.CatchUp(round);

    // A leased image that has got a label meanwhile waits for nobody any more.
    private StreamCounts Count() => _index.Counts(_leases.CountAmong(_index.IsWaiting));

    private async Task<T> Written<T>(Task<T> write)
    {
        try
        {
            return await write;
        }
        catch (LogConflictException)
        {
            // Another activation writes this log: it is the right one.
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: image {Sequence} ({Name}) failed a lease ({Failures}): {Error}")]
    private partial void LogFailed(string stream, long sequence, string name, int failures, string error);
}
