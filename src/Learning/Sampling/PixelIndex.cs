namespace Prcl.Learning.Sampling;

/// <summary>
/// The valid pixels of a step by class, and which of them are hard: what anchors and negatives are drawn from
/// (<c>ALGORITHM.md</c>, section 4). Indices point into the step's [P, D] table of valid pixels.
/// </summary>
public sealed class PixelIndex
{
    private readonly int[][] _pixels;
    private readonly int[][] _hard;

    /// <summary>Sorts pixels by class.</summary>
    /// <param name="labels">Class id of each valid pixel, length P.</param>
    /// <param name="probabilities">The student's probability of that class, length P.</param>
    /// <param name="classes">K.</param>
    /// <param name="strongThreshold">δ_s: below it a pixel is hard.</param>
    public PixelIndex(ReadOnlySpan<long> labels, ReadOnlySpan<float> probabilities, int classes, double strongThreshold)
    {
        var pixels = new List<int>[classes];
        var hard = new List<int>[classes];
        for (var k = 0; k < classes; k++)
        {
            (pixels[k], hard[k]) = ([], []);
        }

        for (var i = 0; i < labels.Length; i++)
        {
            var k = (int)labels[i];
            pixels[k].Add(i);
            if (probabilities[i] < strongThreshold)
            {
                hard[k].Add(i);
            }
        }

        _pixels = Array.ConvertAll(pixels, p => p.ToArray());
        _hard = Array.ConvertAll(hard, p => p.ToArray());
        Present = [.. Enumerable.Range(0, classes).Where(k => _pixels[k].Length > 0)];
    }

    /// <summary>The classes that have a valid pixel, ascending.</summary>
    public IReadOnlyList<int> Present { get; }

    /// <summary>Valid pixels of a class.</summary>
    public ReadOnlySpan<int> Of(int classId) => _pixels[classId];

    /// <summary>Hard pixels of a class.</summary>
    public ReadOnlySpan<int> HardOf(int classId) => _hard[classId];
}
