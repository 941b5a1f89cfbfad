namespace Prcl.Learning.Sampling;

/// <summary>
/// The valid pixels of a step by class, and which of them are hard: what anchors and negatives are drawn from
/// (<c>docs/method.md</c>, section 4). Indices point into the step's [P, D] table of valid pixels.
/// </summary>
public sealed class PixelIndex
{
    private readonly int[] _offsets;
    private readonly int[][] _hard;

    /// <summary>Sorts pixels by class.</summary>
    /// <param name="labels">Class id of each valid pixel, length P.</param>
    /// <param name="probabilities">The student's probability of that class, length P.</param>
    /// <param name="classes">K.</param>
    /// <param name="strongThreshold">δ_s: below it a pixel is hard.</param>
    public PixelIndex(ReadOnlySpan<long> labels, ReadOnlySpan<float> probabilities, int classes, double strongThreshold)
    {
        _offsets = new int[classes + 1];
        foreach (var label in labels)
        {
            _offsets[label + 1]++;
        }

        for (var k = 0; k < classes; k++)
        {
            _offsets[k + 1] += _offsets[k];
        }

        ByClass = new long[labels.Length];
        var next = _offsets.ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            ByClass[next[labels[i]]++] = i;
        }

        _hard = new int[classes][];
        for (var k = 0; k < classes; k++)
        {
            _hard[k] = Hard(Of(k), probabilities, strongThreshold);
        }

        Present = [.. Enumerable.Range(0, classes).Where(k => Count(k) > 0)];
    }

    /// <summary>The classes that have a valid pixel, ascending.</summary>
    public IReadOnlyList<int> Present { get; }

    /// <summary>All valid pixels, class after class, length P.</summary>
    public long[] ByClass { get; }

    /// <summary>Where a class begins in <see cref="ByClass"/>.</summary>
    public int Offset(int classId) => _offsets[classId];

    /// <summary>How many valid pixels a class has.</summary>
    public int Count(int classId) => _offsets[classId + 1] - _offsets[classId];

    /// <summary>Valid pixels of a class.</summary>
    public ReadOnlySpan<long> Of(int classId) => ByClass.AsSpan(Offset(classId), Count(classId));

    /// <summary>Hard pixels of a class.</summary>
    public ReadOnlySpan<int> HardOf(int classId) => _hard[classId];

    private static int[] Hard(ReadOnlySpan<long> pixels, ReadOnlySpan<float> probabilities, double threshold)
    {
        var hard = new List<int>();
        foreach (var pixel in pixels)
        {
            if (probabilities[(int)pixel] < threshold)
            {
                hard.Add((int)pixel);
            }
        }

        return [.. hard];
    }
}
