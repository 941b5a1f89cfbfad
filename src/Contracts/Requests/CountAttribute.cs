namespace Prcl.Contracts.Requests;

/// <summary>How many items a list may have.</summary>
/// <param name="most">Items at most.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class CountAttribute(int most) : Attribute
{
    /// <summary>Items at most.</summary>
    public int Most => most;
}
