namespace Prcl.Silo.Security.Gate;

/// <summary>An interface of which clients may call something.</summary>
/// <param name="Targets">The types of grains that have it.</param>
/// <param name="Calls">How the body of each call that is open begins: with the call's type, written as Orleans does.</param>
/// <param name="IsService">Whether it is one of Orleans's own.</param>
internal sealed record OpenInterface(IReadOnlySet<IdSpan> Targets, IReadOnlyList<byte[]> Calls, bool IsService)
{
    /// <summary>Whether a body is one of the open calls.</summary>
    /// <param name="beginning">Its first bytes.</param>
    public bool Has(ReadOnlySpan<byte> beginning)
    {
        foreach (var call in Calls)
        {
            if (beginning.StartsWith(call))
            {
                return true;
            }
        }

        return false;
    }
}
