namespace Prcl.Learning.Alarms;

/// <summary>
/// Looks for signs of collapse round by round. A sign that holds for some rounds in a row is an alarm, until it has been absent for as many; what is usual
/// is learned from calm rounds only, so that a collapse never becomes the measure of itself.
/// </summary>
/// <param name="settings">The thresholds.</param>
/// <param name="classNames">The classes' names, for the words.</param>
/// <param name="state">What is remembered; written to.</param>
public sealed class CollapseWatch(AlarmSettings settings, IReadOnlyList<string> classNames, CollapseState state)
{
    private const int KeptCalm = 20;

    private readonly CollapseRules _rules = new(settings, classNames);

    /// <summary>Takes note of a round.</summary>
    /// <returns>The alarms that begin or end with it.</returns>
    public IReadOnlyList<AlarmChange> Follow(RoundFigures round)
    {
        var changes = new List<AlarmChange>();
        var isCalm = true;
        foreach (var sign in Enum.GetValues<CollapseSign>())
        {
            if (_rules.Judge(sign, round, state.Calm) is { IsKnown: true } verdict)
            {
                changes.AddRange(Note(sign, verdict.Text, round.Round));
                isCalm &= verdict.Text is null;
            }
        }

        var tellsAnything = round.EffectivePredicted is not null || round.Drift is not null;
        if (isCalm && tellsAnything && state.Signs.Values.All(s => s.AlarmSince is null))
        {
            state.Calm.Add(round);
            state.Calm.RemoveRange(0, Math.Max(0, state.Calm.Count - KeptCalm));
        }

        return changes;
    }

    /// <summary>Training has gone back to an earlier version: what was seen since says nothing of it.</summary>
    /// <returns>The alarms that end.</returns>
    public IReadOnlyList<AlarmChange> Restart()
    {
        AlarmChange[] ended = [.. from sign in state.Signs where sign.Value.AlarmSince is not null select new AlarmChange(sign.Key, false, sign.Value.Text)];
        state.Signs.Clear();
        state.Calm.Clear();
        return ended;
    }

    private IEnumerable<AlarmChange> Note(CollapseSign sign, string? text, long round)
    {
        var known = state.Signs.TryGetValue(sign, out var there) ? there : state.Signs[sign] = new SignState();
        (known.Held, known.Absent, known.Text) = text is null ? (0, known.Absent + 1, known.Text) : (known.Held + 1, 0, text);
        if (known.AlarmSince is null && known.Held >= settings.AlarmRounds)
        {
            known.AlarmSince = round;
            yield return new AlarmChange(sign, true, known.Text);
        }
        else if (known.AlarmSince is not null && known.Absent >= settings.AlarmRounds)
        {
            known.AlarmSince = null;
            yield return new AlarmChange(sign, false, known.Text);
        }
    }
}
