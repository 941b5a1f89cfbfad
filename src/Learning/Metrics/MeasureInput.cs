namespace Prcl.Learning.Metrics;

/// <summary>What every measure over pixels asks of its input.</summary>
internal static class MeasureInput
{
    /// <summary>Refuses two inputs that don't hold the same number of pixels.</summary>
    /// <exception cref="ArgumentException">They don't.</exception>
    public static void SameLength(string first, int firstLength, string second, int secondLength)
    {
        if (firstLength != secondLength)
        {
            throw new ArgumentException($"{first} has {firstLength} pixels and {second} {secondLength}: there must be one of each a pixel.");
        }
    }

    /// <summary>Refuses class ids outside −1 (none) to K − 1.</summary>
    /// <exception cref="ArgumentException">The first id that isn't one, and where it stands.</exception>
    public static void ClassIds(string name, ReadOnlySpan<long> id, int classes)
    {
        var at = id.IndexOfAnyExceptInRange(-1L, classes - 1L);
        if (at >= 0)
        {
            throw new ArgumentException($"{name} is {id[at]} at pixel {at}: it must be a class from 0 to {classes - 1}, or −1 for none.");
        }
    }

    /// <summary>Refuses confidences outside 0 to 1, NaN included.</summary>
    /// <exception cref="ArgumentException">The first value that isn't one, and where it stands.</exception>
    public static void Shares(string name, ReadOnlySpan<float> value)
    {
        var at = value.IndexOfAnyExceptInRange(0f, 1f);
        if (at >= 0)
        {
            throw new ArgumentException($"{name} is {value[at]} at pixel {at}: it must be from 0 to 1.");
        }
    }
}
