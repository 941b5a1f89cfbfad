namespace Prcl.Learning.Alarms;

/// <summary>What tells that learning from the stream may have collapsed.</summary>
public enum CollapseSign
{
    /// <summary>Predictions use far fewer classes than the labels, or one class takes nearly everything.</summary>
    ClassShares,

    /// <summary>Predictions are sure of themselves while ever fewer of them pass the check.</summary>
    FalseCertainty,

    /// <summary>Prototypes jump.</summary>
    PrototypeDrift,
}
