namespace Prcl.Grains.Checks;

/// <summary>What a repair loses.</summary>
/// <param name="Kinds">Of which kinds.</param>
/// <param name="Text">The same in a line.</param>
public sealed record Loss(LossKinds Kinds, string Text)
{
    /// <summary>Of what can be made again from something else.</summary>
    public static readonly Loss Nothing = new(LossKinds.None, "nothing");
}
