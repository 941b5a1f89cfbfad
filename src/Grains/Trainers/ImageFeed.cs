using System.Threading.Channels;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Devices;
using Prcl.Grains.Runs;
using Prcl.Learning.Batches;
using Prcl.Learning.Frames;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;

namespace Prcl.Grains.Trainers;

/// <summary>
/// Plans, leases, reads, decodes and augments ahead of the trainer, so that a step never waits for a grain. It also says
/// where rounds end: after H steps, or when there is nothing to do.
/// </summary>
internal sealed class ImageFeed : IAsyncDisposable
{
    private const int StepsAhead = 3;

    // In place of a revision of a stream's pool: the first question asks for what may be replayed too, a later one for labelled images only.
    private const long NotAsked = -1, Outdated = -2;
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(500);

    private volatile RunRecord _run;
    private readonly StreamLeases _leases;
    private readonly StoredImages _images;
    private readonly LongWait _wait;
    private readonly TimeProvider _time;
    private readonly BatchPlanner<FeedImage> _planner;
    private readonly Channel<FeedItem> _items = Channel.CreateBounded<FeedItem>(StepsAhead);
    private readonly DeviceThread _decoder = new("prefetch", 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _revisions;
    private readonly ImageInfo[][] _labelled;
    private readonly Task _work;
    private StreamCounts[] _counts = [];
    private Dictionary<string, byte[]> _files = [];
    private Action<string>? _say;
    private long _round;
    private int _stepInRound;
    private long _steps;
    private long _drawn;
    private long _clock;

    /// <summary>Starts to feed from where an assignment begins.</summary>
    /// <param name="run">The run.</param>
    /// <param name="leases">Where images come from.</param>
    /// <param name="images">Reads them.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="say">Told once, on any thread, when the run's crops don't suit an image.</param>
    /// <param name="wait">Told of tries in vain.</param>
    /// <param name="time">Tells the time.</param>
    public ImageFeed(RunRecord run, StreamLeases leases, StoredImages images, RoundAssignment start, Action<string> say, LongWait wait, TimeProvider time)
    {
        (_run, _leases, _images, _say, _wait, _time) = (run, leases, images, say, wait, time);
        (_round, _steps, _drawn) = (start.Round, start.StepsDone, start.Clock);
        _planner = new BatchPlanner<FeedImage>(run.Settings);
        _revisions = [.. Enumerable.Repeat(NotAsked, run.Settings.Partitions)];
        _labelled = new ImageInfo[run.Settings.Partitions][];
        _work = Task.Run(() => Feed(_stop.Token));
    }

    /// <summary>Steps and ends of rounds, in order.</summary>
    public ChannelReader<FeedItem> Items => _items.Reader;

    /// <summary>Why nothing comes, or empty.</summary>
    public string IdleReason { get; private set; } = "";

    /// <summary>Tells how far the run is: other trainers draw from the same budget.</summary>
    public void Advance(long clock) => Interlocked.Exchange(ref _clock, clock);

    /// <summary>Goes on with changed settings; what is planned already stays as it is.</summary>
    public void Use(RunRecord run) => _run = run;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_items.Reader.TryRead(out var item))
        {
            item.Step?.Batch.Dispose();
        }

        _decoder.Dispose();
        _stop.Dispose();
    }

    private async Task Feed(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (_stepInRound == 0 || IdleReason.Length > 0)
                {
                    await RefreshPools();
                }

                var (item, idle) = await Next();
                if (item is null)
                {
                    await EndRound(stop);
                    IdleReason = idle;
                    await Task.Delay(IdlePoll, _time, stop);
                    continue;
                }

                IdleReason = "";
                await Write(item, stop);
                if (_stepInRound == _run.Settings.RoundSteps)
                {
                    await EndRound(stop);
                }
            }

            _items.Writer.TryComplete();
        }
        catch (Exception failure)
        {
            _items.Writer.TryComplete(stop.IsCancellationRequested ? null : failure);
        }
    }

    private async Task Write(FeedItem item, CancellationToken stop)
    {
        try
        {
            await _items.Writer.WriteAsync(item, stop);
        }
        catch (OperationCanceledException)
        {
            item.Step?.Batch.Dispose();
            throw;
        }
    }

    private async Task EndRound(CancellationToken stop)
    {
        if (_stepInRound > 0)
        {
            (_round, _stepInRound) = (_round + 1, 0);
            await _items.Writer.WriteAsync(FeedItem.RoundEnd, stop);
        }
    }

    private async Task<(FeedItem? Item, string Idle)> Next()
    {
        var settings = _run.Settings;
        if (settings.Schedule == Schedule.Polynomial && _steps >= settings.TotalSteps)
        {
            return (null, $"the schedule of {settings.TotalSteps} steps is done");
        }

        if (_counts.Sum(c => c.Labelled) == 0)
        {
            return (null, "there is no labelled image yet");
        }

        var fresh = await Transient.Retry(() => _leases.Take(_planner.Wanted), _time, _stop.Token, _wait);
        var stored = _counts.Sum(c => c.Stored - c.Evaluation);
        if (fresh.Count == 0 && Math.Max(_drawn, Interlocked.Read(ref _clock)) + settings.LabelledBatch > settings.ReplayBudget * stored)
        {
            return (null, $"nothing new to learn from, and the replay budget of {settings.ReplayBudget} draws an image is spent");
        }

        if (await Load(fresh) is { } item)
        {
            return (item, "");
        }

        await Transient.Retry(() => _leases.Return(fresh), _time, _stop.Token, _wait);
        return (null, "no labelled image can be read");
    }

    private async Task<FeedItem?> Load(List<FeedImage> fresh)
    {
        var at = new StepPosition(_round, _stepInRound, 0);
        while (_planner.Plan(at, fresh) is { } plan)
        {
            Check(plan.Labelled.Concat(plan.New));
            try
            {
                _files = await Transient.Retry(() => _images.Read(plan.New.Concat(plan.Replayed), plan.Labelled), _time, _stop.Token, _wait);
                var loader = new BatchLoader<FeedImage>(_run.Settings, _run.Classes.Ignore, i => _images.Pair(i, _files), i => _images.Image(i, _files));
                var batch = await _decoder.Run(() => loader.Load(plan, at));
                _stepInRound++;
                _steps++;
                _drawn += plan.Images;
                return new FeedItem(new LoadedStep(at, batch), plan.New, plan.Replayed, plan.Labelled);
            }
            catch (ImageLoadException failure)
            {
                // Plan again without it; the other new images of the plan are planned anew.
                var bad = failure.Image;
                _planner.Remove(i => i == bad || fresh.Contains(i));
                fresh.Remove(bad);
                _labelled[bad.Partition] = Array.FindAll(_labelled[bad.Partition], i => i.Sha256 != bad.Info.Sha256);
                SetLabelled();

                // With the next round it is tried again, until it is quarantined.
                _revisions[bad.Partition] = Outdated;
                var attempt = _leases.NewAttempt();
                await Transient.Retry(() => _leases.Fail(bad, attempt, failure.Message), _time, _stop.Token, _wait);
            }
        }

        return null;
    }

    private void Check(IEnumerable<FeedImage> images)
    {
        if (_say is not null && images.Select(i => CropFit.Fault(_run.Settings, i.Info.Width, i.Info.Height)).FirstOrDefault(f => f is not null) is { } fault)
        {
            _say(fault);
            _say = null;
        }
    }

    private async Task RefreshPools()
    {
        var isFirst = _counts.Length == 0;
        var pools = await Transient.Retry(() => _leases.Pools(_revisions), _time, _stop.Token, _wait);
        for (var p = 0; p < pools.Length; p++)
        {
            _revisions[p] = pools[p].Revision;
            _labelled[p] = pools[p].Labelled ?? _labelled[p];
            if (isFirst)
            {
                _planner.AddReplayable(pools[p].Trained!.Select(i => new FeedImage(p, i)).ToArray());
            }
            else if (pools[p].Counts.Deleted != _counts[p].Deleted)
            {
                await ForgetDeleted(p);
            }
        }

        _counts = Array.ConvertAll(pools, p => p.Counts);
        SetLabelled();
    }

    private async Task ForgetDeleted(int partition)
    {
        long[] replayed = [.. _planner.Unlabelled.Where(i => i.Partition == partition).Select(i => i.Info.Sequence)];
        var gone = (await Transient.Retry(() => _leases.Gone(partition, replayed), _time, _stop.Token, _wait)).ToHashSet();
        _planner.Remove(i => i.Partition == partition && gone.Contains(i.Info.Sequence));
    }

    private void SetLabelled() =>
        _planner.SetLabelled([.. _labelled.SelectMany((images, partition) => images.Select(i => new FeedImage(partition, i)))]);
}
