using Prcl.Client.Export.Onnx;

namespace Prcl.Client.Export.Networks;

/// <summary>A residual network with torchvision's names; how many blocks there are and of which kind, the weights tell.</summary>
internal static class ResNetGraph
{
    private const string Backbone = "backbone.";

    /// <summary>Adds it.</summary>
    /// <returns>The map at stride 4 and the last one.</returns>
    public static (string Low, string High) Add(OnnxGraph graph, LayerGraph layers, string image, int outputStride)
    {
        var plan = new DilationPlan(outputStride);
        var x = layers.Relu(layers.Norm(layers.Convolution(image, $"{Backbone}conv1", plan.Next(2).Stride), $"{Backbone}bn1"));
        plan.Next(2); // The max pooling.
        x = graph.Node("MaxPool", [x], OnnxAttribute.Wholes("kernel_shape", 3, 3), OnnxAttribute.Wholes("strides", 2, 2), OnnxAttribute.Wholes("pads", 1, 1, 1, 1));
        var low = x;
        for (var stage = 1; stage <= 4; stage++)
        {
            for (var i = 0; layers.Has($"{Backbone}layer{stage}.{i}.conv1"); i++)
            {
                x = Block(graph, layers, x, $"{Backbone}layer{stage}.{i}", stage > 1 && i == 0 ? 2 : 1, plan);
            }

            low = stage == 1 ? x : low;
        }

        return (low, x);
    }

    private static string Block(OnnxGraph graph, LayerGraph layers, string input, string block, int stride, DilationPlan plan)
    {
        var (spatialStride, dilation) = plan.Next(stride);
        string residual;
        if (layers.Has($"{block}.conv3"))
        {
            residual = layers.Relu(layers.Norm(layers.Convolution(input, $"{block}.conv1"), $"{block}.bn1"));
            residual = layers.Relu(layers.Norm(layers.Convolution(residual, $"{block}.conv2", spatialStride, dilation), $"{block}.bn2"));
            residual = layers.Norm(layers.Convolution(residual, $"{block}.conv3"), $"{block}.bn3");
        }
        else
        {
            residual = layers.Relu(layers.Norm(layers.Convolution(input, $"{block}.conv1", spatialStride, dilation), $"{block}.bn1"));
            residual = layers.Norm(layers.Convolution(residual, $"{block}.conv2", dilation: plan.Next(1).Dilation), $"{block}.bn2");
        }

        var shortcut = layers.Has($"{block}.downsample.0")
            ? layers.Norm(layers.Convolution(input, $"{block}.downsample.0", spatialStride), $"{block}.downsample.1")
            : input;
        return layers.Relu(graph.Node("Add", [residual, shortcut]));
    }
}
