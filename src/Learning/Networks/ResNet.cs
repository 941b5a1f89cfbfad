using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace Prcl.Learning.Networks;

/// <summary>A residual network (He et al. 2015) with torchvision's names, dilated to the output stride; taps after layer1 and layer4.</summary>
internal sealed class ResNet : BackboneNetwork
{
    [ComponentName(Name = "conv1")]
    private readonly Convolution _conv1;
    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;
    [ComponentName(Name = "layer1")]
    private readonly Sequential _layer1;
    [ComponentName(Name = "layer2")]
    private readonly Sequential _layer2;
    [ComponentName(Name = "layer3")]
    private readonly Sequential _layer3;
    [ComponentName(Name = "layer4")]
    private readonly Sequential _layer4;

    public ResNet((int Expansion, Func<int, int, int, StridePlan, ResidualBlock> Create) kind, int[] blocks, int outputStride)
        : base(nameof(ResNet), 64 * kind.Expansion, 512 * kind.Expansion)
    {
        var plan = new StridePlan(outputStride);
        _conv1 = new Convolution(3, 64, kernel: 7, plan.Next(2).Stride);
        _bn1 = new BatchNorm(64);
        plan.Next(2); // The max pooling.

        var input = 64;
        _layer1 = Stage(blocks[0], width: 64, stride: 1);
        _layer2 = Stage(blocks[1], width: 128, stride: 2);
        _layer3 = Stage(blocks[2], width: 256, stride: 2);
        _layer4 = Stage(blocks[3], width: 512, stride: 2);
        RegisterComponents();

        Sequential Stage(int count, int width, int stride)
        {
            var stage = new TensorModule[count];
            for (var i = 0; i < count; i++)
            {
                stage[i] = kind.Create(input, width, i == 0 ? stride : 1, plan);
                input = width * kind.Expansion;
            }

            return nn.Sequential(stage);
        }
    }

    /// <inheritdoc/>
    public override BackboneFeatures forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var stem = _bn1.call(_conv1.call(input)).relu_(); // [B, 64, H/2, W/2]
        var pooled = nn.functional.max_pool2d(stem, 3, stride: 2, padding: 1); // [B, 64, H/4, W/4]
        var low = _layer1.call(pooled); // [B, 64·e, H/4, W/4]
        var high = _layer4.call(_layer3.call(_layer2.call(low))); // [B, 512·e, H/s, W/s]
        return new BackboneFeatures(low.MoveToOuterDisposeScope(), high.MoveToOuterDisposeScope());
    }
}
