using Prcl.Client.Export.Onnx;

namespace Prcl.Client.Export.Networks;

/// <summary>MobileNetV2 with torchvision's names, <c>features.0</c> to <c>features.17</c>.</summary>
internal static class MobileNetV2Graph
{
    private const int LowLevelTap = 3;
    private const int Last = 17;

    // The blocks that halve the map in the classification network.
    private static readonly int[] Strided = [2, 4, 7, 14];

    /// <summary>Adds it.</summary>
    /// <returns>The map at stride 4 and the last one.</returns>
    public static (string Low, string High) Add(OnnxGraph graph, LayerGraph layers, string image, int outputStride)
    {
        var plan = new DilationPlan(outputStride);
        var bounds = new[] { graph.Float("relu6.min", 0), graph.Float("relu6.max", 6) };
        var x = Bounded(image, "backbone.features.0", plan.Next(2).Stride, 1);
        var (low, width) = (x, layers.Width("backbone.features.0.0"));
        for (var i = 1; i <= Last; i++)
        {
            var block = $"backbone.features.{i}.conv";
            var stride = Strided.Contains(i) ? 2 : 1;
            var (spatialStride, dilation) = plan.Next(stride);

            // The first block has no expansion, so its second layer is the projection already.
            var expands = layers.Has($"{block}.1.0");
            var hidden = expands ? Bounded(x, $"{block}.0", 1, 1) : x;
            hidden = Bounded(hidden, expands ? $"{block}.1" : $"{block}.0", spatialStride, dilation);
            var projection = expands ? 2 : 1;
            var projected = layers.Norm(layers.Convolution(hidden, $"{block}.{projection}"), $"{block}.{projection + 1}");
            var output = layers.Width($"{block}.{projection}");
            x = stride == 1 && output == width ? graph.Node("Add", [projected, x]) : projected;
            (width, low) = (output, i == LowLevelTap ? x : low);
        }

        return (low, x);

        string Bounded(string input, string layer, int stride, int dilation) =>
            graph.Node("Clip", [layers.Norm(layers.Convolution(input, $"{layer}.0", stride, dilation), $"{layer}.1"), .. bounds]);
    }
}
