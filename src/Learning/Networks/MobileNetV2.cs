using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace Prcl.Learning.Networks;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018) with torchvision's names, <c>features.0</c> to <c>features.17</c>, dilated to the output stride;
/// taps after <c>features.3</c> and <c>features.17</c>.
/// </summary>
internal sealed class MobileNetV2 : BackboneNetwork
{
    private const int LowLevelTap = 3;

    [ComponentName(Name = "features")]
    private readonly ModuleList<TensorModule> _features;

    public MobileNetV2(int outputStride)
        : base(nameof(MobileNetV2), lowLevelWidth: 24, highLevelWidth: 320)
    {
        (int Expansion, int Width, int Count, int Stride)[] stages =
        [
            (1, 16, 1, 1),
            (6, 24, 2, 2),
            (6, 32, 3, 2),
            (6, 64, 4, 2),
            (6, 96, 3, 1),
            (6, 160, 3, 2),
            (6, 320, 1, 1),
        ];

        var plan = new StridePlan(outputStride);
        var input = 32;
        List<TensorModule> features = [InvertedResidual.ConvolutionNormRelu6(3, input, kernel: 3, plan.Next(2).Stride)];
        foreach (var (expansion, width, count, stride) in stages)
        {
            for (var i = 0; i < count; i++)
            {
                features.Add(new InvertedResidual(input, width, i == 0 ? stride : 1, expansion, plan));
                input = width;
            }
        }

        _features = nn.ModuleList([.. features]);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override BackboneFeatures forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (low, x) = (input, input);
        for (var i = 0; i < _features.Count; i++)
        {
            var previous = x;
            x = _features[i].call(previous);
            if (i == LowLevelTap)
            {
                low = x; // [B, 24, H/4, W/4]
            }

            // Without autograd this is what keeps a deep network's memory to two maps.
            if (i > 0 && i != LowLevelTap + 1)
            {
                previous.Dispose();
            }
        }

        return new BackboneFeatures(low.MoveToOuterDisposeScope(), x.MoveToOuterDisposeScope()); // [B, 320, H/s, W/s]
    }
}
