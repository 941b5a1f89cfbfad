namespace Prcl.Learning.Alarms;

/// <summary>What is to be said of a round and a sign.</summary>
/// <param name="IsKnown">Whether the round tells at all.</param>
/// <param name="Text">What was found, in one line; null when nothing was.</param>
public readonly record struct Verdict(bool IsKnown, string? Text)
{
    /// <summary>The round doesn't tell.</summary>
    public static Verdict Unknown => new(false, null);

    /// <summary>No sign.</summary>
    public static Verdict Calm => new(true, null);

    /// <summary>A sign.</summary>
    public static Verdict Found(string text) => new(true, text);
}
