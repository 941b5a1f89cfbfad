using Prcl.Client.Export.Onnx;

namespace Prcl.Client.Export.Networks;

/// <summary>The network that predicts as a graph: from an image at its working size to logits, class ids and the published uncertainty of the same size.</summary>
internal static class SegmentationGraph
{
    private const string Teacher = "teacher.";

    /// <summary>Makes it of a model file.</summary>
    /// <param name="file">Has the weights; they are read when the graph is written.</param>
    /// <exception cref="ModelFileException">A tensor is missing or isn't as the metadata say.</exception>
    public static OnnxGraph Of(ModelFile file)
    {
        var facts = NetworkFacts.Of(file);
        var graph = new OnnxGraph();
        var layers = new LayerGraph(file, graph, Teacher);
        var image = graph.Input("image", OnnxType.Float, "batch", "3", "height", "width");
        var features = Features(graph, layers, facts, Normalised(graph, facts, image));
        var classes = facts.Classes.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var grid = layers.Head(features, "classifier");                                                                    // [N, K, h, w]
        var logits = graph.NodeTo(graph.Output("logits", OnnxType.Float, "batch", classes, "height", "width"), "Identity", [layers.Resize(grid, image)]);
        var index = graph.NodeTo(
            graph.Output("index", OnnxType.Int64, "batch", "height", "width"), "ArgMax", [logits], OnnxAttribute.Whole("axis", 1), OnnxAttribute.Whole("keepdims", 0));
        var doubt = new DoubtGraph(file, graph, layers, facts).Add(features, logits, index, image);                        // [N, 1, H, W]
        graph.NodeTo(graph.Output("uncertainty", OnnxType.Float, "batch", "height", "width"), "Squeeze", [doubt, graph.Wholes("channel", 1)]);
        return graph;
    }

    private static string Normalised(OnnxGraph graph, NetworkFacts facts, string image)
    {
        var centred = graph.Node("Sub", [image, graph.Floats("input.mean", facts.Mean, 1, 3, 1, 1)]);
        return graph.Node("Div", [centred, graph.Floats("input.std", facts.Deviation, 1, 3, 1, 1)]);
    }

    // Skip and pyramid side by side: [N, 48 + width, h, w].
    private static string Features(OnnxGraph graph, LayerGraph layers, NetworkFacts facts, string input)
    {
        var (low, high) = facts.Backbone == "mobilenetv2"
            ? MobileNetV2Graph.Add(graph, layers, input, facts.OutputStride)
            : ResNetGraph.Add(graph, layers, input, facts.OutputStride);
        var skip = layers.Pointwise(low, "skip");
        return graph.Node("Concat", [skip, layers.Resize(Pyramid(graph, layers, facts, high), skip)], OnnxAttribute.Whole("axis", 1));
    }

    private static string Pyramid(OnnxGraph graph, LayerGraph layers, NetworkFacts facts, string input)
    {
        string[] branches =
        [
            layers.Pointwise(input, "aspp.convs.0"),
            .. facts.AsppRates.Select((rate, i) => layers.Spatial(input, $"aspp.convs.{i + 1}", rate)),
        ];
        var whole = layers.Relu(layers.Norm(layers.Convolution(graph.Node("GlobalAveragePool", [input]), "aspp.pooling.conv"), "aspp.pooling.bn"));
        var size = graph.Node("Concat", [graph.Wholes("ones", 1, 1), graph.Node("Shape", [input], OnnxAttribute.Whole("start", 2), OnnxAttribute.Whole("end", 4))], OnnxAttribute.Whole("axis", 0));
        var spread = graph.Node("Expand", [whole, size]);
        return layers.Pointwise(graph.Node("Concat", [.. branches, spread], OnnxAttribute.Whole("axis", 1)), "aspp.project");
    }
}
