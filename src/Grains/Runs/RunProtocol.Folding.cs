using Prcl.Grains.Rounds;
using Prcl.Grains.Traces;
using Prcl.Grains.Trainers;

namespace Prcl.Grains.Runs;

/// <content>What follows a commit: prototypes and streams fold the round, and what nobody needs any more is removed.</content>
internal sealed partial class RunProtocol
{
    // The rounds of trainers that no fold has told of yet.
    private readonly Dictionary<string, string> _traces = [];
    private Task _folding = Task.CompletedTask;
    private long _foldedBelow;
    private bool _hasEnded;

    /// <summary>
    /// The activation ends: what follows a commit is left to the next one, which a late write of this one would surprise.
    /// Completes when nothing is being saved.
    /// </summary>
    public async Task End()
    {
        _hasEnded = true;
        await _saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private void Fold()
    {
        if (_folding.IsCompleted && _foldedBelow < Rounds.Round && Damage is null)
        {
            _folding = FoldAndRetire();
        }
    }

    // After the commit. Only what all have folded durably is removed, and only when a restart finds the open round without it.
    private async Task FoldAndRetire()
    {
        var round = Rounds.Round;
        using var span = LearningTraces.Fold(_name, round, [.. _traces.Values]);
        _traces.Clear();
        try
        {
            await fold(round);
            if (_hasEnded)
            {
                return;
            }

            await Retirement().Retire(state.State, round, Save);
            _foldedBelow = round;
        }
        catch (Exception) when (_hasEnded)
        {
            // The next activation folds it.
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            _foldedBelow = round;
            Break($"the rounds below {round} can't be folded", failure.Message);
        }
        catch (Exception failure)
        {
            TellNotFolded(round, failure);
        }
    }

    private void TellNotFolded(long round, Exception failure)
    {
        if (!_notFolded.IsDue())
        {
            return;
        }

        if (Transient.Is(failure))
        {
            LogNotFolded(_name, round, failure.Message);
        }
        else
        {
            LogUnforeseen(failure, _name, round);
        }
    }

    private Retirement Retirement() => new(_id, run.Settings.Retention.KeepVersions, rounds, models, _named.Contains, isPinned);
}
