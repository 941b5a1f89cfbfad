namespace Prcl.Contracts.Evaluation;

/// <summary>
/// How far a model's word about its own pixels can be believed, as counts: those of several images, batches and silos add up. Ignored pixels don't count.
/// </summary>
/// <param name="RightByDoubt">Rightly predicted pixels by their published uncertainty, length <see cref="DoubtBins"/>.</param>
/// <param name="WrongByDoubt">Wrongly predicted ones, the same length.</param>
/// <param name="PixelsByConfidence">Pixels by the probability of the class that was predicted, length <see cref="ConfidenceBins"/>.</param>
/// <param name="RightByConfidence">The right ones among them.</param>
/// <param name="ConfidenceByBin">The sum of their confidences.</param>
[GenerateSerializer, Immutable, Alias("prcl.reliability-counts")]
public sealed record ReliabilityCounts(
    [property: Id(0)] long[] RightByDoubt,
    [property: Id(1)] long[] WrongByDoubt,
    [property: Id(2)] long[] PixelsByConfidence,
    [property: Id(3)] long[] RightByConfidence,
    [property: Id(4)] double[] ConfidenceByBin)
{
    /// <summary>Bins of uncertainty: 128 to each halving, down to 2⁻¹⁶, and one for less. Most pixels are hardly in doubt, and it is among these that many are told apart.</summary>
    public const int DoubtBins = (Octaves << OctaveBits) + 2;

    /// <summary>Bins of confidence, as wide as each other: ((m − 1)/15, m/15]; confidence 0 belongs to the first.</summary>
    public const int ConfidenceBins = 15;

    private const int Octaves = 16;
    private const int OctaveBits = 7;
    private const int MantissaBits = 23;
    private const int ExponentBias = 127;

    /// <summary>The bin of an uncertainty, 0 to 1; one that is no number belongs to the last.</summary>
    public static int DoubtBin(float doubt) => doubt <= 1f / (1 << Octaves)
        ? 0
        : doubt < 1 ? (BitConverter.SingleToInt32Bits(doubt) >> (MantissaBits - OctaveBits)) - ((ExponentBias - Octaves) << OctaveBits) + 1
        : DoubtBins - 1;

    /// <summary>The bin of a confidence, 0 to 1.</summary>
    public static int ConfidenceBin(float confidence) => Math.Clamp((int)Math.Ceiling((double)confidence * ConfidenceBins) - 1, 0, ConfidenceBins - 1);

    /// <summary>These and others, added up.</summary>
    /// <exception cref="ArgumentException">The others are of another number of bins: another version of this program counted them.</exception>
    public ReliabilityCounts Plus(ReliabilityCounts other) => new(
        Sum(RightByDoubt, other.RightByDoubt),
        Sum(WrongByDoubt, other.WrongByDoubt),
        Sum(PixelsByConfidence, other.PixelsByConfidence),
        Sum(RightByConfidence, other.RightByConfidence),
        Sum(ConfidenceByBin, other.ConfidenceByBin));

    /// <summary>
    /// Area under the receiver operating characteristic of the published uncertainty as a detector of wrong pixels: the probability that a wrong pixel is more in
    /// doubt than a right one, those of one bin counted half. 0.5 by chance; NaN where all pixels are right, all wrong, or there is none.
    /// </summary>
    public double UncertaintyAuroc()
    {
        double wins = 0, rightBelow = 0, wrong = 0;
        for (var bin = 0; bin < RightByDoubt.Length; bin++)
        {
            wins += WrongByDoubt[bin] * (rightBelow + (0.5 * RightByDoubt[bin]));
            rightBelow += RightByDoubt[bin];
            wrong += WrongByDoubt[bin];
        }

        return wins / (wrong * rightBelow);
    }

    /// <summary>Expected calibration error of confidence (Guo et al. 2017, equation 3): the mean over pixels of |accuracy − mean confidence| of a pixel's bin, 0 to 1; NaN without a pixel.</summary>
    public double CalibrationError()
    {
        double gaps = 0, pixels = 0;
        for (var bin = 0; bin < PixelsByConfidence.Length; bin++)
        {
            gaps += Math.Abs(RightByConfidence[bin] - ConfidenceByBin[bin]);
            pixels += PixelsByConfidence[bin];
        }

        return gaps / pixels;
    }

    private static T[] Sum<T>(T[] a, T[] b)
        where T : System.Numerics.INumber<T> => a.Length == b.Length
        ? [.. a.Zip(b, (x, y) => x + y)]
        : throw new ArgumentException($"{b.Length} counts do not add to {a.Length}.", nameof(b));
}
