using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Devices;
using Prcl.Grains.Runs;
using Prcl.Grains.Traces;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;

namespace Prcl.Grains.Trainers;

/// <content>Where a round ends and the next one begins.</content>
internal sealed partial class TrainerLoop
{
    private async Task EndRound(CancellationToken stop)
    {
        if (_part.Steps == 0)
        {
            return;
        }

        if (!_drain.IsCancellationRequested)
        {
            Progress.Enter(TrainerState.HandingIn);
        }

        using var span = LearningTraces.Round(key, _round.Round, _part.Begun ?? time.GetUtcNow(), _part.Steps, _pushes.Take());
        var (weights, sums, drift) = await thread.Run(() => RoundHandIn.Capture(_learner, _prototypes, _version));
        using var _ = weights;
        using var __ = sums;
        var trained = _part.Trained;
        var handIn = new RoundHandIn(_runGrain, run, key, models, Progress.Traffic, Waiting, time);
        var (next, own) = await handIn.HandIn(_round, weights, sums, drift, _part, trained, stop);
        _leases.HandIn(trained.SelectMany(t => t.Value.Select(sequence => (t.Key, sequence))));
        ForgetRound();
        if (next.Fenced || _drain.IsCancellationRequested)
        {
            _round = next with { Incarnation = _round.Incarnation };
        }
        else
        {
            // Alone it goes on from its own weights: nothing needs to be loaded.
            await BeginRound(next, stop, weights: own);
        }
    }

    private void ForgetRound() => _part = new RoundTally();

    private async Task BeginRound(RoundAssignment round, CancellationToken stop, string? weights = null)
    {
        await TakeUpSettings(round, stop);
        _round = round with { Incarnation = _round.Incarnation };
        if (round.ModelBlob != weights)
        {
            await Load(stop);
        }
        else
        {
            _version = [.. _version.Select((sums, k) => _prototypes.AddTo(k, sums))];
        }

        await _exchange.BeginRound(_round, _prototypes, stop);
        Progress.Begin(_round.Incarnation, _round.Round);
    }

    private async Task Load(CancellationToken stop)
    {
        using var state = await new VersionReader(_runGrain, models, key, Waiting, time, round => _round = round).Read(_round, stop);
        await thread.Run(() =>
        {
            // The checkpoint brings the weights: the file that the run began with may be gone.
            _learner ??= new Learner(run.Settings with { Weights = "" }, run.Classes.Count, DeviceThreads.Device(device));
            _prototypes ??= new PrototypeTable(run.Classes.Count, run.Settings.Prototypes.HalfLife);
            _step ??= new TrainingStep(_learner, kernel);
            LearnerState.Restore(_learner, state);
            _learner.SetPosition(_round.StepsDone);
        });
        _version = [.. Enumerable.Range(0, run.Classes.Count).Select(k => LearnerState.Sums(state, "prototypes", k))];
        Progress.Traffic.Receive(state.Bytes);
        Progress.Loaded(_learner.GradientBytes);
    }

    // Settings that change while a run exists: taken up between rounds, so that a report is made with one set of them.
    private async Task TakeUpSettings(RoundAssignment round, CancellationToken stop)
    {
        if (round.Revision <= run.Description.Revision || await Transient.Retry(_runGrain.Describe, time, stop, Waiting) is not { } described
            || described.Generation != run.Description.Generation)
        {
            return;
        }

        run = new RunRecord(described);
        await thread.Run(() =>
        {
            _learner?.Use(run.Settings with { Weights = "" });
            _step = _learner is null ? null! : new TrainingStep(_learner, kernel);
        });
    }
}
