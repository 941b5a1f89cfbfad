using Prcl.Learning.Randomness;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Sampling;

/// <summary>
/// Negatives of a class: the class of each is drawn from the other present ones (<see cref="NegativeClasses"/>), then a pixel of it
/// uniformly (<c>docs/method.md</c>, section 4).
/// </summary>
public static class NegativeSampler
{
    /// <summary>Draws indices of negatives, all at once: one uniform number each gives the class and the place within it.</summary>
    /// <param name="pixels">The step's pixels.</param>
    /// <param name="byClass"><see cref="PixelIndex.ByClass"/> as a tensor on the device that draws.</param>
    /// <param name="others">The other present classes, in the order of <paramref name="probabilities"/>.</param>
    /// <param name="probabilities">How likely each of them is, summing to 1.</param>
    /// <param name="count">How many, n.</param>
    /// <param name="key">The step's randomness for this class.</param>
    /// <returns>int64, [n].</returns>
    public static Tensor Draw(PixelIndex pixels, Tensor byClass, int[] others, double[] probabilities, long count, RandomKey key)
    {
        using var scope = NewDisposeScope();
        var device = byClass.device;
        // On the CPU whatever the device: TorchSharp makes no other generator (dotnet/TorchSharp#1194), and draws are the same on all devices.
        using var generator = new Generator((ulong)key.ToTorchSeed(), CPU);
        var cumulative = NegativeClasses.Cumulative(probabilities);
        var ends = tensor(cumulative, device: device);                                                            // [C]
        var begins = tensor([0, .. cumulative[..^1]], device: device);                                            // [C]
        var sizes = tensor(Array.ConvertAll(others, k => (double)pixels.Count(k)), device: device);               // [C]
        var offsets = tensor(Array.ConvertAll(others, k => (long)pixels.Offset(k)), device: device);              // [C]

        var uniform = rand([count], ScalarType.Float64, CPU, generator: generator).to(device);                     // [n]
        var at = searchsorted(ends, uniform, right: true).clamp_max_(Held.Number(others.Length - 1L));            // [n]
        var within = (uniform - begins.index_select(0, at)).div((ends - begins).index_select(0, at));             // [n], in [0, 1)
        var size = sizes.index_select(0, at);
        var place = minimum(within.mul(size).floor(), size.sub(Held.Number(1L))).to(ScalarType.Int64);
        return byClass.index_select(0, offsets.index_select(0, at).Plus(place)).MoveToOuterDisposeScope();
    }
}
