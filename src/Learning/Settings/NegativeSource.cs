namespace Prcl.Learning.Settings;

/// <summary>Where the negatives come from that don't depend on what the batch shows.</summary>
public enum NegativeSource
{
    /// <summary>Virtual ones from the prototypes: nothing is stored for them.</summary>
    Prototypes,

    /// <summary>Real representations of earlier steps from a memory bank: what virtual negatives replace, for comparison.</summary>
    Bank,
}
