namespace Prcl.Learning.Metrics;

/// <summary>
/// How well representations tell classes apart: tr S_B / tr S_W of L2-normalised representations by their true labels, pixel-weighted
/// (Fukunaga, Introduction to Statistical Pattern Recognition, section 10.2), with n_k pixels of class k, mean m_k of them and m of all:
/// <c>tr S_B = Σ_k n_k‖m_k − m‖²</c>, <c>tr S_W = Σ_k Σ_{i∈k} ‖x_i − m_k‖²</c>. As ‖x‖ = 1, n and Σx a class are enough; they are kept in double.
/// </summary>
public sealed class ScatterRatio
{
    private readonly int _width;
    private readonly long[] _count;  // [K]
    private readonly double[][] _sum;  // [K][D]

    /// <summary>No pixels yet.</summary>
    /// <param name="classes">K.</param>
    /// <param name="width">D.</param>
    public ScatterRatio(int classes, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        _width = width;
        _count = new long[classes];
        _sum = [.. Enumerable.Range(0, classes).Select(_ => new double[width])];
    }

    /// <summary>Adds the pixels of one frame.</summary>
    /// <param name="mean">Representations [P, D], row by row, of any norm: they are normalised here.</param>
    /// <param name="label">True classes [P], −1 ignored.</param>
    /// <exception cref="ArgumentException">Other lengths, an id that is no class, or a labelled row without a direction: all 0, or not finite.</exception>
    public void Add(ReadOnlySpan<float> mean, ReadOnlySpan<long> label)
    {
        if (mean.Length != (long)label.Length * _width)
        {
            throw new ArgumentException($"{label.Length} pixels of {_width} dimensions are {(long)label.Length * _width} numbers, got {mean.Length}.", nameof(mean));
        }

        MeasureInput.ClassIds(nameof(label), label, _count.Length);
        for (var p = 0; p < label.Length; p++)
        {
            if (label[p] >= 0)
            {
                Add(mean.Slice(p * _width, _width), (int)label[p], p);
            }
        }
    }

    /// <summary>tr S_B / tr S_W, 0 or more, infinite where every pixel equals its class's mean; NaN with fewer than two classes.</summary>
    public double Value()
    {
        double within = 0, ofClasses = 0;
        var total = new double[_width];
        for (var k = 0; k < _count.Length; k++)
        {
            if (_count[k] == 0)
            {
                continue;
            }

            var ofClass = Square(_sum[k]) / _count[k];  // n_k‖m_k‖²
            within += _count[k] - ofClass;
            ofClasses += ofClass;
            for (var d = 0; d < _width; d++)
            {
                total[d] += _sum[k][d];
            }
        }

        var between = ofClasses - Square(total) / _count.Sum();
        return _count.Count(n => n > 0) < 2 ? double.NaN : Math.Max(0, between) / Math.Max(0, within);
    }

    private static double Square(double[] vector) => vector.Sum(x => x * x);

    private void Add(ReadOnlySpan<float> row, int k, int pixel)
    {
        var square = 0.0;
        foreach (var x in row)
        {
            square += (double)x * x;
        }

        if (!(square > 0 && double.IsFinite(square)))
        {
            throw new ArgumentException($"The representation of pixel {pixel} has no direction: its squared norm is {square}.", nameof(row));
        }

        _count[k]++;
        var scale = 1 / Math.Sqrt(square);
        var sum = _sum[k];
        for (var d = 0; d < row.Length; d++)
        {
            sum[d] += scale * row[d];
        }
    }
}
