using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Grains.Clocks;
using Prcl.Grains.Damage;
using Prcl.Grains.Logs;
using Prcl.Grains.Metrics;
using Prcl.Grains.Notices;
using Prcl.Grains.Removal;
using Prcl.Grains.Roles;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Traces;
using Prcl.Grains.Trainers;

namespace Prcl.Grains.Streams;

/// <summary>The actor around a <see cref="StreamPartition"/>. Reentrant, so that appends gather into one write.</summary>
[Reentrant]
[RequiresRole(SiloRoles.State)]
public sealed partial class ImageStreamGrain(
    [PersistentState("stream", GrainStateStore.Name)] IPersistentState<StreamState> state,
    [PersistentState("collector", GrainStateStore.Name)] IPersistentState<CollectorState> collected,
    IBlobStore blobs,
    RunStore runs,
    RoundHistory rounds,
    DamageBook damages,
    BackupPins pins,
    ClockWatch clock,
    TimeProvider time,
    ILogger<ImageStreamGrain> logger) : Grain, IImageStreamGrain, IAsyncDisposable
{
    private const int ReplayPool = 20_000;

    private static readonly TimeSpan TidyPeriod = TimeSpan.FromSeconds(15);

    private StreamPartition? _partition;
    private FileCollector? _collector;
    private int _generation;
    private int _revision;
    private readonly PushTraces _traces = new();
    private readonly Reminder _notTidied = new(time);
    private readonly Reminder _waits = new(time, TimeSpan.FromHours(1));
    private Task _tidying = Task.CompletedTask;

    private StreamPartition Partition => _partition ?? throw new InvalidOperationException("The stream isn't active.");

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var (name, key) = (PrclNames.RunOf(this.GetPrimaryKeyString()), PrclNames.LastPartOf(this.GetPrimaryKeyString()));
        var run = await runs.GetNow(name);
        _generation = run.Description.Generation;
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var partition) || partition >= run.Settings.Partitions)
        {
            throw new PrclRequestException($"Run '{name}' has {run.Settings.Partitions} partitions, numbered from 0; there is no partition '{key}'.") { Code = RequestErrorCode.BadValue };
        }

        await damages.Watch(this.GetPrimaryKeyString(), async () =>
            _partition = await StreamPartition.Open(run, partition, state, blobs, rounds, time, collected.State.CollectedBelow, clock, cancellation: cancellationToken));
        _collector = new FileCollector(Partition.Index, collected, blobs, new FileReferences(runs, GrainFactory).Look, time, pins.AreHeld);
        this.RegisterGrainTimer(TidyQuietly, new GrainTimerCreationOptions(TidyPeriod, TidyPeriod) { Interleave = true, KeepAlive = true });
        GrainMeters.Recovered("stream", since);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _partition?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task<AppendOutcome[]> Append(ImageEntry[] entries)
    {
        Array.ForEach(entries, e => _traces.Remember(e.Sha256, LearningTraces.Here));
        return Written(Partition.Append(entries));
    }

    /// <inheritdoc/>
    public Task<bool[]> Known(ImageFingerprint[] files) =>
        Task.FromResult(Array.ConvertAll(files, Partition.Index.Holds));

    /// <inheritdoc/>
    public Task<SeenImage[]> Look(string[] sha256) => Task.FromResult(Array.ConvertAll(sha256, Partition.Index.Look));

    /// <inheritdoc/>
    public Task<ImageInfo?[]> Find(string[] sha256) => Task.FromResult(Array.ConvertAll(sha256, Partition.Find));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Lease(string trainer, long incarnation, int count) => Task.FromResult(Traced(Partition.Lease(trainer, incarnation, count)));

    /// <inheritdoc/>
    public Task<long[]> Renew(string trainer, long incarnation, long[] sequences) => Task.FromResult(Partition.Renew(trainer, incarnation, sequences));

    /// <inheritdoc/>
    public Task Return(string trainer, long incarnation, long[] sequences)
    {
        Partition.Return(trainer, incarnation, sequences);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Fail(string trainer, long incarnation, long sequence, string error, long attempt)
    {
        var failures = await Written(Partition.Fail(trainer, incarnation, sequence, error, attempt));
        if (failures > 0)
        {
            LogFailed(this.GetPrimaryKeyString(), sequence, Partition.Index.At(sequence)?.Name ?? "deleted", failures, error);
        }
    }

    /// <inheritdoc/>
    public Task<TrainingPool> Pool(long knownRevision)
    {
        var index = Partition.Index;
        var labelled = knownRevision == index.Revision ? null : Traced(index.Labelled());
        return Task.FromResult(new TrainingPool(index.Revision, labelled, knownRevision == -1 ? index.Trained(ReplayPool) : null, Partition.Counts));
    }

    private ImageInfo[] Traced(ImageInfo[] images) =>
        _traces.IsEmpty ? images : Array.ConvertAll(images, i => _traces.Of(i.Sha256) is { } trace ? i with { Trace = trace } : i);

    /// <inheritdoc/>
    public Task<ImageInfo[]> List(long fromSequence, int count, bool onlyQuarantined) =>
        Task.FromResult(Partition.List(fromSequence, count, onlyQuarantined));

    /// <inheritdoc/>
    public Task<PlacedImage[]> Ranked(ImageOrder order, long place, long belowSequence, int count) => Task.FromResult(Partition.Ranked(order, place, belowSequence, count));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Suggest(int count) => Task.FromResult(Partition.Suggest(count));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Evaluation() => Task.FromResult(Partition.Index.Evaluation());

    /// <inheritdoc/>
    public Task<StreamCounts> Counts() => Task.FromResult(Partition.Counts);

    /// <inheritdoc/>
    public Task<bool[]> Delete(string[] sha256, SeenImage[]? seen) => Written(Partition.Delete(sha256, seen));

    /// <inheritdoc/>
    public Task<long[]> Gone(long[] sequences) => Task.FromResult(Array.FindAll(sequences, s => Partition.Index.At(s) is null));

    /// <inheritdoc/>
    public Task<bool[]> Refers(string[] sha256) => Task.FromResult(Array.ConvertAll(sha256, Partition.Index.Refers));

    /// <inheritdoc/>
    public Task Tidy()
    {
        // One at a time, although the grain is reentrant.
        if (_tidying.IsCompleted)
        {
            _tidying = TidyNow();
        }

        return _tidying;
    }

    /// <inheritdoc/>
    public Task<OverdueImages?> Overdue() => Task.FromResult(Partition.Overdue());

    /// <inheritdoc/>
    public async Task<long> DeleteOverdue(long lastSequence) => await Retain(lastSequence);

    /// <inheritdoc/>
    public async Task CatchUp(long round)
    {
        try
        {
            await Partition.CatchUp(round);
        }
        catch (StaleActivationException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task MakeWay(int generation)
    {
        if (_generation < generation)
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private async Task TidyNow()
    {
        await TakeUpSettings();
        await Retain(confirmed: -1);
        try
        {
            await _collector!.Collect();
        }
        catch (InconsistentStateException)
        {
            // Another activation collects.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task TakeUpSettings()
    {
        if (await GrainFactory.GetGrain<IRunGrain>(PrclNames.RunOf(this.GetPrimaryKeyString())).Describe() is { } run && run.Generation == _generation && run.Revision > _revision)
        {
            Partition.Use(new RunRecord(run).Settings);
            _revision = run.Revision;
        }
    }

    private async Task<int> Retain(long confirmed)
    {
        var (stream, (retired, overdue)) = (this.GetPrimaryKeyString(), await Written(Partition.Retain(confirmed)));
        if (retired > 0)
        {
            LogRetired(stream, retired);
        }

        if (overdue is not null && _waits.IsDue())
        {
            LogOverdue(stream, overdue.Reason, PrclNames.RunOf(stream));
        }

        return retired;
    }

    private async Task TidyQuietly()
    {
        try
        {
            if ((await runs.Find(PrclNames.RunOf(this.GetPrimaryKeyString())))?.Description.Generation != _generation)
            {
                // The run was deleted.
                DeactivateOnIdle();
                return;
            }

            await Tidy();
        }
        catch (Exception failure) when (Transient.Is(failure) || failure is PrclRequestException)
        {
            if (_notTidied.IsDue())
            {
                LogNotTidied(this.GetPrimaryKeyString(), failure.Message);
            }
        }
    }

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

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream}: {Images} images are older or more than the run keeps")]
    private partial void LogRetired(string stream, int images);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: {Reason}; \"prcl retention {Run}\" shows them, with --yes it deletes them")]
    private partial void LogOverdue(string stream, string reason, string run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: not tidied now: {Reason}")]
    private partial void LogNotTidied(string stream, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: image {Sequence} ({Name}) failed a lease ({Failures}): {Error}")]
    private partial void LogFailed(string stream, long sequence, string name, int failures, string error);
}
