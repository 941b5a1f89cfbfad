using System.Runtime.InteropServices;
using Prcl.Client.Export.Onnx;

namespace Prcl.Client.Export.Networks;

/// <summary>The probability head (<c>docs/method.md</c>, section 1) as nodes: features → mean over D of σ².</summary>
/// <param name="file">Has its weights.</param>
/// <param name="graph">Takes the nodes.</param>
internal sealed class VarianceGraph(ModelFile file, OnnxGraph graph)
{
    private const string Prefix = "probability_head.";
    private const double Floor = 1e-6;
    private const float NormEpsilon = 1e-5f;

    /// <summary>Adds it.</summary>
    /// <param name="features">F, [N, C, h, w].</param>
    /// <param name="least">Least σ².</param>
    /// <returns>[N, 1, h, w].</returns>
    public string Add(string features, double least)
    {
        var hidden = graph.Node("Relu", [Norm(graph.Node("Conv", [features, UnitRows("w1")]), "bn1", Floats("bn1.weight"), Floats("bn1.bias"))]);
        var projected = graph.Node("Conv", [hidden, UnitRows("w2")]);                              // [N, D, h, w]

        // sigmoid(log(eˣ + ε)) = (sigmoid(x − log(1 + ε)) + ε)/(1 + ε) with x = γ · norm + β, the affine part of the norm.
        var width = file.Tensor($"{Prefix}w2").Shape[0];
        float[] scale = [.. Enumerable.Repeat(Floats("gamma")[0], (int)width)];
        float[] shift = [.. Enumerable.Repeat((float)(Floats("beta")[0] - Math.Log(1 + Floor)), (int)width)];
        var sigmoid = graph.Node("Sigmoid", [Norm(projected, "bn2", scale, shift)]);
        var mean = graph.Node("ReduceMean", [sigmoid], OnnxAttribute.Wholes("axes", 1), OnnxAttribute.Whole("keepdims", 1));

        // Floor and least σ² are one affine map, which a mean may come before.
        var slope = (1 - least) / (1 + Floor);
        return graph.Node("Add", [graph.Node("Mul", [mean, graph.Float("variance.slope", (float)slope)]), graph.Float("variance.least", (float)(slope * Floor + least))]);
    }

    private string Norm(string input, string layer, float[] scale, float[] shift) => graph.Node(
        "BatchNormalization",
        [
            input,
            Hold($"{layer}.scale", scale), Hold($"{layer}.shift", shift),
            Hold($"{layer}.running_mean", Floats($"{layer}.running_mean")), Hold($"{layer}.running_var", Floats($"{layer}.running_var")),
        ],
        OnnxAttribute.Float("epsilon", NormEpsilon));

    private string Hold(string name, float[] values) => graph.Floats(Prefix + name, values, values.Length);

    // As a 1×1 convolution's weight, [out, in, 1, 1], each row of length 1.
    private string UnitRows(string name)
    {
        var (values, shape) = (Floats(name), file.Tensor(Prefix + name).Shape);
        var columns = (int)shape[1];
        for (var row = 0; row < values.Length; row += columns)
        {
            var part = values.AsSpan(row, columns);
            var square = 0.0;
            foreach (var value in part)
            {
                square += (double)value * value;
            }

            var length = Math.Max(Math.Sqrt(square), 1e-12);
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = (float)(part[i] / length);
            }
        }

        return graph.Floats($"{Prefix}{name}.unit", values, shape[0], shape[1], 1, 1);
    }

    private float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(file.Floats(Prefix + name)).ToArray();
}
