using Prcl.Learning.Randomness;
using Prcl.Learning.Scalars;

using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// Kaiming-normal weights (He et al. 2015) as a pure function of a key. torch's own initialisers draw from the global generator, so
/// every parameter is drawn again here from a generator that starts at the key.
/// </summary>
internal static class WeightInitialisation
{
    /// <summary>How wide weights are drawn.</summary>
    public enum Fan
    {
        /// <summary>Variance 1/(3 · connections into an output): torch's default, for DeepLab's heads.</summary>
        In,

        /// <summary>Variance 2/(connections out of an input): Kaiming, as in torchvision's backbones.</summary>
        Out,
    }

    /// <summary>Fills every convolution (bias 0) and batch norm (weight 1, bias 0) below <paramref name="part"/>.</summary>
    public static void Fill(nn.Module part, RandomKey key, Fan fan)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var generator = CreateGenerator(key);
        foreach (var module in part.modules())
        {
            switch (module)
            {
                case Convolution convolution:
                    FillKaiming(convolution.Weight, generator, fan);
                    convolution.Bias?.zero_();
                    break;
                case BatchNorm norm:
                    norm.Weight?.fill_(Held.Number(1L));
                    norm.Bias?.zero_();
                    break;
            }
        }
    }

    /// <summary>Normal weights of the given width into a weight of shape [out, in, …].</summary>
    /// <remarks>
    /// Under batch norm a weight's size sets its effective learning rate (∝ 1/size²), so the heads' narrow default isn't a
    /// detail: with Kaiming's width they learn six times slower.
    /// </remarks>
    public static void FillKaiming(Tensor weight, Generator generator, Fan fan)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var connections = weight.numel() / weight.shape[fan == Fan.In ? 0 : 1];
        weight.normal_(0, Math.Sqrt((fan == Fan.In ? 1.0 / 3 : 2.0) / connections), generator);
    }

    /// <summary>A torch generator that starts at <paramref name="key"/>.</summary>
    public static Generator CreateGenerator(RandomKey key) => new((ulong)key.ToTorchSeed(), CPU);
}
