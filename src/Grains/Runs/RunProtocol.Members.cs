using Prcl.Contracts.Runs;

namespace Prcl.Grains.Runs;

/// <content>Trainers join, renew, hand in, leave and fail.</content>
internal sealed partial class RunProtocol
{
    private Incarnations Incarnations => new(state.State);

    /// <inheritdoc cref="IRunGrain.Join"/>
    public async Task<RoundAssignment> Join(string trainer)
    {
        var incarnation = Incarnations.Next(trainer, Rounds.Members.Live);
        Rounds.Members.Expect([trainer]);
        await Save();
        if (Incarnations.IsCurrent(trainer, incarnation))
        {
            Rounds.Members.Renew(trainer, incarnation);
            LogJoined(_name, trainer, incarnation);
        }

        return Answer(trainer, incarnation);
    }

    /// <inheritdoc cref="IRunGrain.Renew"/>
    public async Task<RoundAssignment> Renew(string trainer, long incarnation)
    {
        if (Incarnations.IsCurrent(trainer, incarnation))
        {
            Rounds.Members.Renew(trainer, incarnation);
        }

        await CloseIfPossible();
        return Answer(trainer, incarnation);
    }

    /// <inheritdoc cref="IRunGrain.HandIn"/>
    /// <param name="report">The report.</param>
    /// <param name="wait">Waits for the open round's end, or for as long as a caller is patient.</param>
    public async Task<RoundAssignment> HandIn(RoundReport report, Func<Task, Task> wait)
    {
        if (!Incarnations.IsCurrent(report.Trainer, report.Incarnation) || report.Epoch != Rounds.Epoch)
        {
            return Assignment(report.Incarnation, fenced: true);
        }

        await OrLeave(() => Rounds.Follow(report.Round));
        if (report.Epoch != Rounds.Epoch)
        {
            // What was followed has ended the epoch.
            return Assignment(report.Incarnation, fenced: true);
        }

        Rounds.Members.Renew(report.Trainer, report.Incarnation);
        Rounds.Take(report);
        if (report.Trace is { } trace)
        {
            _traces[report.Trainer] = trace;
        }

        if (report.Round == Rounds.Round)
        {
            var closed = Rounds.Closed;
            await CloseIfPossible();
            await wait(closed);
        }

        return Answer(report.Trainer, report.Incarnation);
    }

    /// <inheritdoc cref="IRunGrain.Leave"/>
    public async Task Leave(string trainer, long incarnation, string reason)
    {
        if (Incarnations.IsCurrent(trainer, incarnation))
        {
            LogLeft(_name, trainer, reason);
            Rounds.Members.Remove(trainer);
            Incarnations.End(trainer, incarnation);
            await CloseIfPossible();
        }
    }

    /// <inheritdoc cref="IRunGrain.Fail"/>
    public async Task<bool> Fail(string trainer, long incarnation, string reason)
    {
        if (Incarnations.IsCurrent(trainer, incarnation))
        {
            if (Rounds.Members.Fail(trainer))
            {
                LogGoesOnWithout(_name, trainer, reason);
            }
            else
            {
                Break(trainer, reason);
                await Save();
            }

            // A repeat may come when the others have left in good order.
            Incarnations.End(trainer, incarnation);
            await CloseIfPossible();
        }

        return state.State.Failure is null;
    }

    // An epoch may have ended while the caller waited.
    private RoundAssignment Answer(string trainer, long incarnation) => Assignment(incarnation, fenced: !Incarnations.IsCurrent(trainer, incarnation));
}
