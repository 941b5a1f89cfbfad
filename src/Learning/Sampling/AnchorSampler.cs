namespace Prcl.Learning.Sampling;

/// <summary>Anchors: hard pixels of a class, drawn with replacement (<c>docs/method.md</c>, section 4).</summary>
public static class AnchorSampler
{
    /// <summary>Indices of Q anchors; empty when the class has no hard pixel.</summary>
    public static long[] Draw(ReadOnlySpan<int> hardPixels, int count, Random random)
    {
        if (hardPixels.IsEmpty)
        {
            return [];
        }

        var anchors = new long[count];
        for (var i = 0; i < count; i++)
        {
            anchors[i] = hardPixels[random.Next(hardPixels.Length)];
        }

        return anchors;
    }
}
