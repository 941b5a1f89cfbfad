namespace Prcl.Grains.Histories;

/// <summary>
/// Keeps a history short and spread over its whole length: when it is full, the point goes that stands closest between its
/// neighbours. First and last always stay.
/// </summary>
internal static class Thinning
{
    /// <summary>The index of the point that is missed least.</summary>
    /// <param name="positions">Where the points stand, ascending; at least three.</param>
    public static int LeastMissed(IReadOnlyList<long> positions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions.Count, 3);
        var least = 1;
        for (var i = 2; i < positions.Count - 1; i++)
        {
            least = Gap(i) < Gap(least) ? i : least;
        }

        return least;

        long Gap(int i) => positions[i + 1] - positions[i - 1];
    }
}
