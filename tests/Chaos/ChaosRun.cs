using Prcl.Chaos.Backups;
using Prcl.Chaos.Cluster;
using Prcl.Chaos.Faults;
using Prcl.Chaos.Images;
using Prcl.Chaos.Ledger;
using Prcl.Chaos.Status;
using Prcl.Chaos.Verdict;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Grains.Blobs;

namespace Prcl.Chaos;

/// <summary>Faults on a cluster that learns from a stream, quiet, and the verdict.</summary>
internal sealed class ChaosRun(ChaosOptions options, ChaosCluster cluster, Timeline timeline) : IDisposable
{
    private const string Run = "chaos";
    private const int RoundsOfQuiet = 3;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly IBlobStore _blobs = cluster.Store.Open();
    private readonly RoundLedger _ledger = new(cluster.Store.Open(), timeline, Run, SceneFiles.Classes, ChaosSettings.HalfLife);

    private readonly StatusProbe _status = new(cluster, timeline, Run);
    private readonly ImageStream _stream = new(cluster, timeline, Run, options.Seed);
    private readonly FaultInjector _faults = new(cluster, timeline, options);
    private readonly BackupKeeper _backups = new(cluster.Store, timeline);

    /// <summary>From the first silo's start to the verdict.</summary>
    public async Task<ChaosReport> Verdict()
    {
        await using var gateways = new Gateways(cluster);
        await Eventually.Holds("three silos ready", Patience, () => cluster.Members.All(s => s.IsReady));
        await gateways.Insist((client, stop) => client.Runs.Create(Run, ChaosSettings.Request, stop), Patience);
        using var filming = new CancellationTokenSource();
        using var following = new CancellationTokenSource();
        Task stream = _stream.Run(filming.Token), ledger = _ledger.Run(following.Token), status = _status.Run(filming.Token);
        var telling = Tell(filming.Token);
        await Rounds("the first round of two trainers", () => _ledger.SharedRounds > 0);

        await _faults.Run(BackUp);
        var lastFault = timeline.Now;
        timeline.Say("the last fault is over");
        await Eventually.Holds("three silos ready", Patience, () => cluster.Members.All(s => s.IsReady));
        var (learned, shared) = (_ledger.Rounds + RoundsOfQuiet, _ledger.SharedRounds);
        await Rounds($"{RoundsOfQuiet} rounds after the last fault, one of two trainers", () => _ledger.Rounds >= learned && _ledger.SharedRounds > shared);

        await filming.CancelAsync();
        await Task.WhenAll(stream, status, telling);
        var quiet = await Quiet(gateways);
        timeline.Say($"quiet: round {quiet.Round}");
        await CompareAnswers(gateways);
        await following.CancelAsync();
        await ledger;
        await Task.WhenAll(cluster.Silos.Select(s => s.Leave(TimeSpan.FromMinutes(2))));
        await CompareStored(_blobs);
        var stored = await StoredImages.Read(_blobs, Run);
        var lost = await RestoreAndCompare();
        return Report(quiet, stored, lost, lastFault);
    }

    /// <inheritdoc/>
    public void Dispose() => _backups.Dispose();

    private Task BackUp() => _backups.Make([.. _stream.Acknowledged.Keys]);

    // What was backed up in the middle of it all has every image that was acknowledged before; what is backed up now has the prototypes of now.
    private async Task<int> RestoreAndCompare()
    {
        var lost = 0;
        if (_backups.Made > 0)
        {
            var middle = await StoredImages.Read(await _backups.Restore(), Run);
            lost = _backups.Acknowledged.Count(hash => !middle.Logged.ContainsKey(hash)) + middle.Damaged.Length;
        }

        await BackUp();
        var end = await _backups.Restore();
        await CompareStored(end);
        var restored = await StoredImages.Read(end, Run);
        return lost + _stream.Acknowledged.Keys.Count(hash => !restored.Logged.ContainsKey(hash)) + restored.Damaged.Length;
    }

    // A stop is heard by all; whoever was at work has handed in, and everything is folded.
    private async Task<RunStatus> Quiet(Gateways gateways)
    {
        await gateways.Insist(
            async (client, stop) =>
            {
                await client.Runs.Stop(Run, stop);
                return true;
            },
            Patience);
        await Eventually.See(
            "the run idle with its last round closed",
            Patience,
            () => gateways.Insist((client, stop) => client.Runs.Status(Run, stop), Patience),
            s => s.Trainers.Length == 2 && s.Trainers.All(t => t.State == TrainerState.Idle) && s.Round == _ledger.Rounds);
        await Eventually.See("its last round folded by all", Patience, () => StoredStates.FoldedBelow(_blobs, Run), below => below == _ledger.Rounds);
        return await gateways.Insist((client, stop) => client.Runs.Status(Run, stop), Patience);
    }

    private async Task CompareAnswers(Gateways gateways)
    {
        for (var k = 0; k < SceneFiles.Classes; k++)
        {
            var view = await gateways.Insist((client, stop) => client.Prototypes.Query(Run, k, stop), Patience);
            _ledger.Compare(k, view.Mean, view.PosteriorVariance, view.Evidence);
        }
    }

    private async Task CompareStored(IBlobStore blobs)
    {
        var stored = await StoredStates.Prototypes(blobs, Run, SceneFiles.Classes);
        for (var k = 0; k < stored.Length; k++)
        {
            if (stored[k].Round != _ledger.Rounds)
            {
                throw new InvalidDataException($"class {k} has folded {stored[k].Round} rounds of {_ledger.Rounds}");
            }

            _ledger.Compare(k, stored[k].Sums);
        }
    }

    private ChaosReport Report(RunStatus quiet, StoredImages stored, int lostFromBackups, double lastFault)
    {
        var faults = _faults.Faults;
        var violations = _status.Violations(faults);
        Tell(stored, violations);
        var recovered = faults.Select(f => (f.Kind, Seconds: Recovery.Of(f, _status.Answers, _stream.Answers))).Where(r => r.Seconds is not null).ToArray();
        return new ChaosReport
        {
            Seed = options.Seed,
            Minutes = options.Minutes,
            Faults = faults.Length,
            FaultsByKind = faults.CountBy(f => f.Kind).ToDictionary(f => $"{f.Key}", f => f.Value),
            SecondsStoppedFromOutside = Math.Round(timeline.Stops.Sum(s => s.Seconds)),
            SiloStarts = cluster.Silos.Sum(s => s.Starts),
            LeavesCutShort = cluster.Silos.Sum(s => s.LeavesCutShort),
            ImagesAcknowledged = _stream.Acknowledged.Count,
            PushesSent = _stream.Tries,
            ImagesLost = _stream.Acknowledged.Keys.Count(hash => !stored.Logged.ContainsKey(hash)),
            ImagesDuplicated = stored.Logged.Values.Count(times => times > 1),
            ImagesDeleted = stored.Deletions,
            BlobsDamaged = stored.Damaged.Length,
            Backups = _backups.Made,
            BackupsRefused = _backups.Failed,
            LostFromBackups = lostFromBackups,
            RoundsCommitted = _ledger.Rounds,
            RoundsAfterLastFault = _ledger.SeenAt.Count(at => at > lastFault),
            RoundsOfSeveralTrainers = _ledger.SharedRounds,
            ReportsCommitted = _ledger.Reports,
            ReportsCommittedTwice = _ledger.ReportsTwice,
            PrototypeMaxRelativeError = _ledger.MaxError,
            TrainedMarks = quiet.Images.Trained,
            TrainedInManifests = _ledger.Trained,
            StatusAnswered = _status.Answers.Count,
            StatusExcused = _status.Unanswered.Count - violations.Length,
            StatusViolations = violations.Length,
            StatusViolationsAllowed = options.Unanswered,
            RecoverySeconds = Recovery.Over(recovered.Select(r => r.Seconds!.Value)),
            RecoveryByKind = recovered.GroupBy(r => r.Kind).ToDictionary(g => $"{g.Key}", g => Recovery.Over(g.Select(r => r.Seconds!.Value))),
        };
    }

    private async Task Tell(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TellEvery, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var trainers = string.Join(", ", _status.Latest?.Trainers.Select(t => $"{t.Key} {t.State} step {t.StepInRound} of round {t.Round} {t.Reason}") ?? []);
            timeline.Say(
                $"  {_ledger.Rounds} rounds, {_stream.Acknowledged.Count} images acknowledged of {_stream.Tries} pushes, "
                + $"status {_status.Answers.Count} answered {_status.Unanswered.Count} not; {trainers}");
        }
    }

    private void Tell(StoredImages stored, (double Asked, string Why)[] violations)
    {
        if (cluster.Store.Story is { } story)
        {
            timeline.Say(story);
        }

        Array.ForEach(violations, v => timeline.Say($"no status for the question at {v.Asked:F1}: {v.Why}"));
        Array.ForEach(stored.Damaged, d => timeline.Say($"damaged: {d}"));
        foreach (var refusal in _stream.Refusals)
        {
            timeline.Say($"refused: {refusal}");
        }
    }

    private async Task Rounds(string what, Func<bool> come)
    {
        await Eventually.Holds(what, Patience, come);
        timeline.Say($"{what}: round {_ledger.Rounds} is open");
    }
}
