namespace Prcl.Grains.Trainers;

/// <summary>The strategy behind <see cref="OwnSiloPlacementAttribute"/>.</summary>
[Serializable, GenerateSerializer]
public sealed class OwnSiloPlacement : PlacementStrategy
{
    internal static OwnSiloPlacement Instance { get; } = new();
}
