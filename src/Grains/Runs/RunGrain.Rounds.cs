using Prcl.Contracts.Trainers;
using Prcl.Grains.Rounds;
using Prcl.Grains.Trainers;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Safetensors;

namespace Prcl.Grains.Runs;

/// <content>Closing rounds, and what follows a commit.</content>
public sealed partial class RunGrain
{
    // What was put off: a round that is overdue or couldn't be committed, grains that haven't folded one.
    private async Task CatchUp()
    {
        if (_rounds is { Members.Awaited.Count: > 0 } rounds)
        {
            await Excuse(rounds);
        }

        await CloseIfPossible();
        Fold();
    }

    // A trainer that finds nothing to learn from makes no step and no report: with few images the others would wait for it in vain.
    private async Task Excuse(RoundKeeper open)
    {
        foreach (var status in await new RunSurvey(GrainFactory, Run, time).Trainers(open.Members.Awaited))
        {
            if (status.State == TrainerState.Idle && status.StepInRound == 0 && status.Round == open.Round)
            {
                open.Members.Excuse(status.Key);
            }
        }
    }

    // Never throws: a member that renews or hands in isn't to blame, and the next tick tries again.
    private async Task CloseIfPossible()
    {
        try
        {
            if (_rounds is not null && await _rounds.CloseIfPossible())
            {
                var manifest = _rounds.Last!;
                LogClosed(Name, manifest.Round, manifest.Reports.Length, manifest.Clock);
                Fold();
            }
        }
        catch (Exception failure) when (Transient.Is(failure))
        {
            LogNotClosed(Name, Rounds.Round, failure.Message);
        }
        catch (Exception failure) when (failure is InvalidDataException or CheckpointException or SafetensorsException)
        {
            Stop($"round {Rounds.Round} can't be committed", failure.Message);
        }
    }

    private void Fold()
    {
        if (_run is not null && _folding.IsCompleted && _foldedBelow < Rounds.Round)
        {
            _folding = FoldAndRetire(_run);
        }
    }

    // After the commit. Only what all have folded durably is removed, and only when a restart finds the open round without it.
    private async Task FoldAndRetire(RunRecord run)
    {
        var round = Rounds.Round;
        try
        {
            await new RunSurvey(GrainFactory, run, time).CatchUp(round);
            await Save();
            await new Retirement(Name, run.Settings.KeepVersions, rounds, models).Retire(state.State, round);
            _foldedBelow = round;
        }
        catch (Exception failure) when (Transient.Is(failure))
        {
            LogNotFolded(Name, round, failure.Message);
        }
        catch (Exception failure) when (failure is InvalidDataException or CheckpointException or SafetensorsException)
        {
            _foldedBelow = round;
            Stop($"the rounds below {round} can't be folded", failure.Message);
        }
    }
}
