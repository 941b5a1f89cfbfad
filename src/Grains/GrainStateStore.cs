namespace Prcl.Grains;

/// <summary>The grain storage that every grain of this assembly uses.</summary>
public static class GrainStateStore
{
    /// <summary>Its provider name.</summary>
    public const string Name = "prcl";
}
