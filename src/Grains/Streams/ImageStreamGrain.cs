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

/// <summary>The actor around a <see cref="StreamPartition"/>. Reentrant, so that appends gather into one write.</summary>
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
    private const int ReplayPool = 20_000;

    private StreamPartition? _partition;

    private StreamPartition Partition => _partition ?? throw new InvalidOperationException("The stream isn't active.");

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

        _partition = await StreamPartition.Open(run, partition, state, blobs, rounds, time, cancellationToken);
        GrainMeters.Recovered("stream", since);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _partition?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task<AppendOutcome[]> Append(ImageEntry[] entries) => Written(Partition.Append(entries));

    /// <inheritdoc/>
    public Task<bool[]> Known(ImageFingerprint[] files) =>
        Task.FromResult(Array.ConvertAll(files, f => Partition.Index.Holds(f.ImageSha256, f.LabelSha256)));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Lease(string trainer, long incarnation, int count) => Task.FromResult(Partition.Lease(trainer, incarnation, count));

    /// <inheritdoc/>
    public Task<long[]> Renew(string trainer, long incarnation, long[] sequences) => Task.FromResult(Partition.Renew(trainer, incarnation, sequences));

    /// <inheritdoc/>
    public Task Return(string trainer, long incarnation, long[] sequences)
    {
        Partition.Return(trainer, incarnation, sequences);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Fail(string trainer, long incarnation, long sequence, string error)
    {
        var failures = await Written(Partition.Fail(trainer, incarnation, sequence, error));
        if (failures > 0)
        {
            LogFailed(this.GetPrimaryKeyString(), sequence, Partition.Index[sequence].Name, failures, error);
        }
    }

    /// <inheritdoc/>
    public Task<TrainingPool> Pool(long knownRevision)
    {
        var index = Partition.Index;
        var isKnown = knownRevision == index.Revision;
        return Task.FromResult(new TrainingPool(index.Revision, isKnown ? null : index.Labelled(), isKnown ? null : index.Trained(ReplayPool), Partition.Counts));
    }

    /// <inheritdoc/>
    public Task<ImageInfo[]> List(long fromSequence, int count, bool onlyQuarantined) =>
        Task.FromResult(Partition.Index.List(Math.Max(0, fromSequence), Math.Clamp(count, 0, 10_000), onlyQuarantined));

    /// <inheritdoc/>
    public Task<ImageInfo[]> Evaluation() => Task.FromResult(Partition.Index.Evaluation());

    /// <inheritdoc/>
    public Task<StreamCounts> Counts() => Task.FromResult(Partition.Counts);

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
