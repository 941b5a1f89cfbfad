namespace Prcl.Learning.Alarms;

/// <summary>What a watch remembers of a run; bounded, and stored as it is.</summary>
public sealed class CollapseState
{
    /// <summary>The newest rounds without any sign, oldest first.</summary>
    public List<RoundFigures> Calm { get; set; } = [];

    /// <summary>What is known of each sign that was ever looked for.</summary>
    public Dictionary<CollapseSign, SignState> Signs { get; set; } = [];
}
