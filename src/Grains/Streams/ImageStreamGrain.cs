using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Streams;

/// <summary>
/// One partition of a run's images: an index folded from the durable log, leases in memory, trained marks folded from round
/// manifests. Reentrant, so that appends gather into one write.
/// </summary>
[Reentrant]
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
    private readonly Dictionary<string, Task> _appending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unconfirmed = new(StringComparer.Ordinal);
    private LeaseTable _leases = null!;
    private LogWriter? _log;
    private Task _catchingUp = Task.CompletedTask;

    private string Run => PrclNames.RunOf(this.GetPrimaryKeyString());

    private int Partition => int.Parse(PrclNames.LastPartOf(this.GetPrimaryKeyString()), CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var run = await runs.Get(Run);
        if (Partition >= run.Settings.Partitions)
        {
            throw new PrclRequestException($"Run '{Run}' has {run.Settings.Partitions} partitions; there is no partition {Partition}.");
        }

        _leases = new LeaseTable(time, TimeSpan.FromSeconds(run.Settings.LeaseSeconds));
        _log = new LogWriter(await AppendLog.Open(
            blobs, $"runs/{Run}/stream/{Partition:D4}", new AppendLogOptions(), record => _index.Apply(StreamRecord.Decode(record.Payload.Span)), cancellationToken));
        _index.MarkTrained(SequenceRanges.Unpack([.. state.State.Trained]));
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
    public async Task<AppendOutcome[]> Append(ImageEntry[] entries)
    {
        // Started in order before the first wait, so that the log keeps the order of the call.
        var writes = Array.ConvertAll(entries, entry => _index.Holds(entry.Sha256, entry.LabelSha256) ? null : Write(entry));
        try
        {
            await Task.WhenAll(writes.OfType<Task>());
        }
        catch (LogConflictException)
        {
            // Another activation writes this log: it is the right one.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            foreach (var (sha256, _) in _appending.Where(a => a.Value.IsCompleted).ToArray())
            {
                _appending.Remove(sha256);
            }
        }

        return Array.ConvertAll(writes, w => w is not null ? AppendOutcome.Logged : AppendOutcome.Held);
    }

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
        Array.FindAll(sequences, s => s >= _index.Count || _index[s].Trained || !_leases.Take(s, trainer, incarnation)));

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
        if (failures == FailuresToQuarantine)
        {
            await _log!.Append(new StreamRecord { Quarantine = new QuarantineLogged(sequence, error) }.Encode());
            _leases.End(sequence);
        }
    }

    /// <inheritdoc/>
    public Task<TrainingPool> Pool(long knownRevision)
    {
        var isKnown = knownRevision == _index.Revision;
        return Task.FromResult(new TrainingPool(
            _index.Revision, isKnown ? null : _index.Labelled(), isKnown ? null : _index.Trained(ReplayPool), _index.Counts(_leases.Count)));
    }

    /// <inheritdoc/>
    public Task<ImageInfo[]> List(long fromSequence, int count, bool onlyQuarantined) =>
        Task.FromResult(_index.List(Math.Max(0, fromSequence), Math.Clamp(count, 0, 10_000), onlyQuarantined));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Evaluation() => Task.FromResult(_index.Evaluation());

    /// <inheritdoc/>
    public Task<StreamCounts> Counts() => Task.FromResult(_index.Counts(_leases.Count));

    /// <inheritdoc/>
    public async Task CatchUp(long round)
    {
        // One fold at a time, although the grain is reentrant.
        while (state.State.Round < round)
        {
            if (_catchingUp.IsCompleted)
            {
                _catchingUp = FoldUpTo(round);
            }

            await _catchingUp;
            if (state.State.Round < round && await rounds.Find(Run, state.State.Round) is null)
            {
                return;
            }
        }
    }

    private async Task FoldUpTo(long round)
    {
        var folded = false;
        while (state.State.Round < round && await rounds.Find(Run, state.State.Round) is { } manifest)
        {
            foreach (var report in manifest.Reports)
            {
                var ranges = report.Trained.GetValueOrDefault(Partition, []);
                var sequences = SequenceRanges.Unpack(ranges).ToArray();
                _index.MarkTrained(sequences);
                Array.ForEach(sequences, _leases.End);
                TrainedRanges.Append(state.State.Trained, ranges);
            }

            state.State.Round = manifest.Round + 1;
            folded = true;
        }

        if (folded)
        {
            await state.WriteStateAsync();
        }
    }

    // One after the other for an image: a second push waits for the first, and logs its label only if that differs.
    private Task Write(ImageEntry entry)
    {
        var earlier = _appending.GetValueOrDefault(entry.Sha256, Task.CompletedTask);
        var write = WriteAfter(earlier, entry);
        if (!write.IsCompleted)
        {
            _appending[entry.Sha256] = write;
        }

        return write;
    }

    private async Task WriteAfter(Task earlier, ImageEntry entry)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_unconfirmed.Contains(entry.Sha256))
        {
            // Accepted by the log, though storage failed: appending it again would log it twice.
            await _log!.Flush();
            _unconfirmed.Clear();
        }

        if (_index.Holds(entry.Sha256, entry.LabelSha256))
        {
            return;
        }

        var record = _index.Find(entry.Sha256) is { } known
            ? new StreamRecord { Label = new LabelLogged(known.Sequence, entry.LabelSha256!) }
            : new StreamRecord
            {
                Image = new ImageLogged(
                    entry.Sha256, entry.LabelSha256, entry.Name, entry.Domain, entry.Purpose, entry.Width, entry.Height, time.GetUtcNow().UtcDateTime),
            };
        try
        {
            await _log!.Append(record.Encode());
        }
        catch (BlobStorageException)
        {
            _unconfirmed.Add(entry.Sha256);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: image {Sequence} ({Name}) failed a lease ({Failures}): {Error}")]
    private partial void LogFailed(string stream, long sequence, string name, int failures, string error);
}
