using Prcl.Client.Export.Onnx;

namespace Prcl.Client.Export.Networks;

/// <summary>Layers of a network as nodes of a graph, with the weights of a file; shapes are read off the weights.</summary>
/// <param name="file">Has the weights.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="prefix">What the names of the network's tensors begin with.</param>
internal sealed class LayerGraph(ModelFile file, OnnxGraph graph, string prefix)
{
    private const float NormEpsilon = 1e-5f;

    /// <summary>Whether the file has a layer's weight.</summary>
    public bool Has(string layer) => file.Has($"{prefix}{layer}.weight");

    /// <summary>Channels that a convolution puts out.</summary>
    public long Width(string layer) => file.Tensor($"{prefix}{layer}.weight").Shape[0];

    /// <summary>A convolution, padded to keep ⌈size/stride⌉; depthwise where each of its filters has one channel.</summary>
    public string Convolution(string input, string layer, int stride = 1, int dilation = 1)
    {
        var weight = $"{prefix}{layer}.weight";
        if (file.Tensor(weight).Shape is not [var filters, var channels, var kernel, _])
        {
            throw new ModelFileException(file.Name, $"has '{weight}' of {file.Tensor(weight).Shape.Length} sides; a convolution's weight has four");
        }

        var padding = dilation * (kernel / 2);
        string[] bias = file.Has($"{prefix}{layer}.bias") ? [Hold($"{layer}.bias")] : [];
        return graph.Node(
            "Conv",
            [input, Hold($"{layer}.weight"), .. bias],
            OnnxAttribute.Wholes("kernel_shape", kernel, kernel),
            OnnxAttribute.Wholes("strides", stride, stride),
            OnnxAttribute.Wholes("dilations", dilation, dilation),
            OnnxAttribute.Wholes("pads", padding, padding, padding, padding),
            OnnxAttribute.Whole("group", kernel > 1 && channels == 1 ? filters : 1));
    }

    /// <summary>Batch norm with the running statistics.</summary>
    public string Norm(string input, string layer) => graph.Node(
        "BatchNormalization",
        [input, Hold($"{layer}.weight"), Hold($"{layer}.bias"), Hold($"{layer}.running_mean"), Hold($"{layer}.running_var")],
        OnnxAttribute.Float("epsilon", NormEpsilon));

    /// <summary>max(x, 0).</summary>
    public string Relu(string input) => graph.Node("Relu", [input]);

    /// <summary>A 1×1 convolution, batch norm, ReLU: <c>layer.0</c> and <c>layer.1</c>.</summary>
    public string Pointwise(string input, string layer) => Relu(Norm(Convolution(input, $"{layer}.0"), $"{layer}.1"));

    /// <summary>A 3×3 convolution, or a depthwise one and a 1×1, then batch norm and ReLU.</summary>
    public string Spatial(string input, string layer, int dilation)
    {
        var convolved = Has($"{layer}.0")
            ? Convolution(input, $"{layer}.0", dilation: dilation)
            : Convolution(Convolution(input, $"{layer}.0.0", dilation: dilation), $"{layer}.0.1");
        return Relu(Norm(convolved, $"{layer}.1"));
    }

    /// <summary>A head: <see cref="Spatial"/>, then a 1×1 convolution with bias, <c>layer.3</c>.</summary>
    public string Head(string input, string layer) => Convolution(Spatial(input, layer, dilation: 1), $"{layer}.3");

    /// <summary>Bilinear interpolation with aligned corners.</summary>
    /// <param name="map">[N, C, h, w].</param>
    /// <param name="like">A map of the rows and columns that it gets.</param>
    public string Resize(string map, string like)
    {
        var channels = graph.Node("Shape", [map], OnnxAttribute.Whole("start", 0), OnnxAttribute.Whole("end", 2));
        var sides = graph.Node("Shape", [like], OnnxAttribute.Whole("start", 2), OnnxAttribute.Whole("end", 4));
        var size = graph.Node("Concat", [channels, sides], OnnxAttribute.Whole("axis", 0));
        return graph.Node("Resize", [map, "", "", size], OnnxAttribute.Text("mode", "linear"), OnnxAttribute.Text("coordinate_transformation_mode", "align_corners"));
    }

    private string Hold(string name)
    {
        var tensor = file.Tensor(prefix + name);
        return graph.Hold(new OnnxTensor(tensor.Name, OnnxType.Float, tensor.Shape, tensor.Length, () => file.Floats(tensor.Name)));
    }
}
