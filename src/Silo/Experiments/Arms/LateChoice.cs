namespace Prcl.Silo.Experiments.Arms;

/// <summary>Which frames get the labels that come while an arm learns.</summary>
internal enum LateChoice
{
    /// <summary>None: such labels don't come.</summary>
    None,

    /// <summary>Those that the product suggests: most in doubt, spread over domains and classes.</summary>
    Suggested,

    /// <summary>Any that have streamed in, drawn by seed.</summary>
    Random,
}
