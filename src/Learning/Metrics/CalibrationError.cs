namespace Prcl.Learning.Metrics;

/// <summary>
/// Expected calibration error (Naeini et al. 2015; Guo et al. 2017, equation 3): the mean over pixels of |accuracy − mean confidence| of the
/// bin that a pixel's confidence lies in. The M bins are ((m − 1)/M, m/M]; confidence 0 belongs to the first.
/// </summary>
public sealed class CalibrationError
{
    private readonly long[] _pixels;  // [M]
    private readonly long[] _correct;  // [M]
    private readonly double[] _confidence;  // [M], summed

    /// <summary>No pixels yet.</summary>
    /// <param name="bins">M.</param>
    public CalibrationError(int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        _pixels = new long[bins];
        _correct = new long[bins];
        _confidence = new double[bins];
    }

    /// <summary>Adds the pixels of one frame; leave ignored ones out.</summary>
    /// <param name="confidence">How sure the model is of its class, 0 to 1; of an uncertainty u in that range, 1 − u.</param>
    /// <param name="correct">Whether that class is the true one, the same length.</param>
    /// <exception cref="ArgumentException">Other lengths, or a confidence outside 0 to 1.</exception>
    public void Add(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> correct)
    {
        MeasureInput.SameLength(nameof(confidence), confidence.Length, nameof(correct), correct.Length);
        MeasureInput.Shares(nameof(confidence), confidence);
        for (var i = 0; i < confidence.Length; i++)
        {
            var bin = Math.Max(0, (int)Math.Ceiling((double)confidence[i] * _pixels.Length) - 1);
            _pixels[bin]++;
            _correct[bin] += correct[i] ? 1 : 0;
            _confidence[bin] += confidence[i];
        }
    }

    /// <summary>The error, 0 to 1; NaN without a pixel.</summary>
    public double Value()
    {
        var gaps = 0.0;
        for (var bin = 0; bin < _pixels.Length; bin++)
        {
            gaps += Math.Abs(_correct[bin] - _confidence[bin]);
        }

        return gaps / _pixels.Sum();
    }
}
