namespace Prcl.Grains.Checks;

/// <summary>One kind of stored things, looked at as a whole.</summary>
internal interface ICheckPart
{
    /// <summary>What is damaged. Changes nothing.</summary>
    Task<IReadOnlyList<Finding>> Look();

    /// <summary>Repairs what the last look has found; a repair that was interrupted is found again by the next look.</summary>
    Task Repair();
}
