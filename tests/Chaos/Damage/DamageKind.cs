namespace Prcl.Chaos.Damage;

/// <summary>What happens to a file.</summary>
internal enum DamageKind
{
    /// <summary>One bit is another.</summary>
    Bit,

    /// <summary>Up to 4,096 bytes in a row are noise.</summary>
    Noise,

    /// <summary>The end is missing.</summary>
    Cut,

    /// <summary>It has no bytes.</summary>
    Emptied,

    /// <summary>It isn't there.</summary>
    Removed,

    /// <summary>It is another file of its kind: of the other run, or another number.</summary>
    Swapped,
}
