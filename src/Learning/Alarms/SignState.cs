namespace Prcl.Learning.Alarms;

/// <summary>A sign over the rounds.</summary>
public sealed class SignState
{
    /// <summary>Rounds in a row that showed it.</summary>
    public int Held { get; set; }

    /// <summary>Rounds in a row that didn't.</summary>
    public int Absent { get; set; }

    /// <summary>The round from which on it is an alarm; null while it is none.</summary>
    public long? AlarmSince { get; set; }

    /// <summary>What was found last, in one line.</summary>
    public string Text { get; set; } = "";
}
