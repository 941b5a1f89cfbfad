using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Rounds;

/// <summary>
/// A run's open round: who is a member, whose report is in, and the commit. Manifests are the truth; this is rebuilt from them.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="rounds">The manifests.</param>
/// <param name="versions">Makes the next version.</param>
/// <param name="time">Tells the time.</param>
/// <param name="adopted">Told of every committed round, in order.</param>
internal sealed class RoundKeeper(RunRecord run, RoundHistory rounds, IVersionMaker versions, TimeProvider time, Action<RoundManifest> adopted)
{
    private readonly string _id = run.Id;
    private Task<bool> _closing = Task.FromResult(false);
    private TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The members and their reports.</summary>
    public Membership Members { get; } =
        new(time, TimeSpan.FromSeconds(run.Settings.LeaseSeconds), TimeSpan.FromSeconds(run.Settings.RoundDeadlineSeconds));

    /// <summary>The newest manifest; null before the first round closed.</summary>
    public RoundManifest? Last { get; private set; }

    /// <summary>The open round; also the version that it starts from.</summary>
    public long Round => Last is null ? 0 : Last.Round + 1;

    /// <summary>The checkpoint of that version.</summary>
    public string ModelBlob => Last?.ModelBlob ?? ModelStore.InitialModel(_id);

    /// <summary>Counts roll-backs of training.</summary>
    public int Epoch => Last?.Epoch ?? run.Description.Epoch;

    /// <summary>Completes when the open round has closed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Finds the open round.</summary>
    /// <param name="hint">A round that was open once.</param>
    public async Task Open(long hint)
    {
        // The hint may be behind, and the rounds that it stands on retired since: the manifests that are there tell.
        await foreach (var round in rounds.Kept(_id))
        {
            if (round >= hint && await rounds.Find(_id, round) is { } manifest)
            {
                Adopt(manifest);
            }
            else if (round == hint - 1)
            {
                Last = await rounds.Find(_id, round);
            }
        }
    }

    /// <summary>Adopts rounds that another activation has committed: a member knows of a later one.</summary>
    /// <param name="round">The round that the member is in.</param>
    /// <exception cref="StaleActivationException">The manifests in between are gone.</exception>
    public async Task Follow(long round)
    {
        // All or none: a member that waits must not be told of a round that was removed and written again by an activation that slept.
        var (committed, before) = (new List<RoundManifest>(), Last?.Id ?? Guid.Empty);
        for (var next = Round; next < round; next++)
        {
            var manifest = await rounds.Find(_id, next) is { } found && found.Previous == before ? found : throw Stale(next);
            committed.Add(manifest);
            before = manifest.Id;
        }

        if (committed.Count > 0 && await rounds.IsOvertaken(_id, committed[^1]))
        {
            throw Stale(committed[^1].Round);
        }

        committed.ForEach(Adopt);
    }

    /// <summary>Adopts every round that other activations have committed.</summary>
    /// <exception cref="StaleActivationException">Manifests in between are gone.</exception>
    public async Task Follow() => await Follow(await rounds.Kept(_id).LastOrDefaultAsync(-1) + 1);

    /// <summary>Where a member starts, or goes on.</summary>
    public RoundAssignment Assignment(long incarnation, bool fenced, bool training) => new(
        incarnation, fenced, training, Epoch, Round, Round, ModelBlob, Last?.Clock ?? 0, Last?.StepsDone ?? 0, run.Description.Generation);

    /// <summary>Takes a report of the open round, or a late one of the round before that its manifest doesn't name.</summary>
    public void Take(RoundReport report)
    {
        if (report.Round == Round)
        {
            Members.Take(report);
        }
        else if (report.Round == Round - 1 && !Last!.Names(report))
        {
            Members.TakeLate(report);
        }
    }

    /// <summary>Closes the round when every live member has reported, or the deadline has passed.</summary>
    /// <returns>Whether this call closed it.</returns>
    /// <exception cref="BlobStorageException">The storage failed; the round stays open.</exception>
    /// <exception cref="StaleActivationException">The round was committed and removed long ago.</exception>
    public async Task<bool> CloseIfPossible()
    {
        if (!_closing.IsCompleted || !Members.MayClose)
        {
            return false;
        }

        _closing = Close(Members.Reports);
        return await _closing;
    }

    /// <summary>
    /// Ends the open round without its reports and begins a new epoch from a kept version, unless the epoch has ended meanwhile
    /// or the round was committed otherwise: then nothing has happened, and asking again is right.
    /// </summary>
    /// <param name="epoch">The epoch that is to end.</param>
    /// <param name="to">The version.</param>
    /// <param name="fencedBelow">Incarnations below this one are fenced from then on.</param>
    /// <exception cref="BlobStorageException">The storage failed; whether the epoch has begun is unknown, and asking again is right.</exception>
    /// <exception cref="StaleActivationException">The round was committed and removed long ago.</exception>
    public async Task Rewind(int epoch, ModelVersion to, Func<long> fencedBelow)
    {
        while (!_closing.IsCompleted)
        {
            await ((Task)_closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (Epoch == epoch)
        {
            // No round is closed meanwhile.
            _closing = Rewind(to, fencedBelow);
            await _closing;
        }
    }

    private async Task<bool> Rewind(ModelVersion to, Func<long> fencedBelow)
    {
        var (epoch, round, previous) = (Epoch + 1, Round, Last?.Id ?? Guid.Empty);
        var (model, sums, steps) = await versions.Copy(run, round + 1, to);
        return await Commit(new RoundManifest(
            epoch, round, model, to.Clock, steps, time.GetUtcNow().UtcDateTime, [], null, Guid.NewGuid(), previous, new Rewind(to.Version, sums, fencedBelow())));
    }

    private async Task<bool> Close(RoundReport[] handedIn)
    {
        CommittedReport[] reports = [.. handedIn.Select(Committed)];
        var round = Round;
        var next = await versions.Make(run, round + 1, new PublishedVersion(ModelBlob, Last?.VelocityBlob), reports);
        return await Commit(Manifest(round, reports, next));
    }

    private async Task<bool> Commit(RoundManifest manifest)
    {
        var round = manifest.Round;
        try
        {
            await rounds.Commit(_id, manifest);
        }
        catch (BlobConflictException)
        {
            // Committed before: by our own try whose answer was lost, or by another activation. The blob is the truth, and an
            // average that it doesn't name goes when the round is retired.
            manifest = await rounds.Find(_id, round) ?? throw Stale(round);
        }

        if (await rounds.IsOvertaken(_id, manifest))
        {
            throw Stale(round);
        }

        Adopt(manifest);
        return true;
    }

    private RoundManifest Manifest(long round, CommittedReport[] reports, PublishedVersion next) => new(
        Epoch,
        round,
        next.ModelBlob,
        (Last?.Clock ?? 0) + reports.Sum(r => r.Images),
        (Last?.StepsDone ?? 0) + reports.Max(r => r.Steps),
        time.GetUtcNow().UtcDateTime,
        reports,
        next.VelocityBlob,
        Guid.NewGuid(),
        Last?.Id ?? Guid.Empty);

    private CommittedReport Committed(RoundReport report) => new(
        report.Trainer,
        report.Incarnation,
        report.Round,
        report.ReportBlob,
        ModelStore.Sums(_id, report.Round, report.Incarnation),
        report.Steps,
        report.ImagesTrained,
        report.Images.ToDictionary(i => i.Key, i => SequenceRanges.Pack(i.Value)),
        report.Signs,
        report.Doubts,
        report.Losses,
        report.Revision);

    private StaleActivationException Stale(long round) =>
        new($"Round {round} of run '{run.Description.Name}' has been committed and removed by another activation.");

    private void Adopt(RoundManifest manifest)
    {
        if (manifest.Round < Round)
        {
            // Followed while it was being closed.
            return;
        }

        Last = manifest;
        Members.BeginRoundAfter(manifest);
        adopted(manifest);
        Interlocked.Exchange(ref _closed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
