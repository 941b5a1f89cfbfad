using Orleans.Placement;

namespace Prcl.Grains.Trainers;

/// <summary>A trainer lives on the silo that its key names (run / silo / device), never elsewhere.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OwnSiloPlacementAttribute() : PlacementAttribute(OwnSiloPlacement.Instance);
