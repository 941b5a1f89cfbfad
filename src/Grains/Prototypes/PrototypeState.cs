using Prcl.Contracts.Prototypes;

namespace Prcl.Grains.Prototypes;

/// <summary>What a prototype grain stores: committed evidence and how it moved. It doesn't grow with rounds.</summary>
public sealed class PrototypeState
{
    /// <summary>The run's epoch.</summary>
    public int Epoch { get; set; }

    /// <summary>Rounds below this one are folded in.</summary>
    public long Round { get; set; }

    /// <summary>Image draws that the folded rounds have trained on: evidence is judged as it stands then.</summary>
    public long Clock { get; set; }

    /// <summary>The committed sums; null without evidence.</summary>
    public ClassSums? Sums { get; set; }

    /// <summary>Thinned history of drift.</summary>
    public List<DriftPoint> Drift { get; set; } = [];
}
