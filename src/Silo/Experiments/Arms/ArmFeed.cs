namespace Prcl.Silo.Experiments.Arms;

/// <summary>Which images an arm gets when.</summary>
internal enum ArmFeed
{
    /// <summary>As the protocol says: a domain's images arrive when its phase begins.</summary>
    Streamed,

    /// <summary>All domains' streamed images from the start.</summary>
    Joint,

    /// <summary>As the protocol says until the first phase ends; then nothing is learned any more.</summary>
    Frozen,

    /// <summary>All domains' streamed images from the start, with their labels: more than any arm may know.</summary>
    Oracle,
}
