using Prcl.Client.Export.Onnx;

namespace Prcl.Client.Export.Networks;

/// <summary>The uncertainty that the run publishes (<c>docs/method.md</c>, section 6) as nodes, from what the network says of an image and from the prototypes.</summary>
/// <param name="file">Has the prototypes.</param>
/// <param name="graph">Takes the nodes.</param>
/// <param name="layers">Of the network that predicts.</param>
/// <param name="facts">Which doubt.</param>
internal sealed class DoubtGraph(ModelFile file, OnnxGraph graph, LayerGraph layers, NetworkFacts facts)
{
    private const float CosineTemperature = 0.1f;
    private const float LeastLength = 1e-12f;
    private const float LeastProbability = 1e-12f;
    private readonly PrototypeDirections _prototypes = PrototypeDirections.Of(file, facts.Classes);

    /// <summary>Adds it.</summary>
    /// <param name="features">F, [N, C, h, w].</param>
    /// <param name="logits">[N, K, H, W].</param>
    /// <param name="index">The likeliest class, [N, H, W].</param>
    /// <param name="image">Of the size that the result gets.</param>
    /// <returns>[N, 1, H, W] in [0, 1].</returns>
    public string Add(string features, string logits, string index, string image)
    {
        var hasPrototypes = _prototypes.Classes.Length > 0;
        var map = facts.Uncertainty switch
        {
            "entropy" => Entropy(Probabilities(logits)),
            "variance" => layers.Resize(new VarianceGraph(file, graph).Add(features, facts.VarianceFloor), image),
            "distance" when hasPrototypes => Times(Complement(Max(Cosines(features, image))), 0.5f),
            "prototypes" when hasPrototypes => Complement(Agreement(features, index, image)),
            "both" when hasPrototypes => Complement(Times(graph.Node("Add", [Agreement(features, index, image), Max(Probabilities(logits))]), 0.5f)),
            "confidence" or "distance" or "prototypes" or "both" => Complement(Max(Probabilities(logits))),
            _ => throw new ModelFileException(file.Name, $"publishes the uncertainty '{facts.Uncertainty}', which this version doesn't know"),
        };
        return graph.Node("Clip", [map, graph.Float("zero", 0), graph.Float("one", 1)]);
    }

    private string Probabilities(string logits) => graph.Node("Softmax", [logits], OnnxAttribute.Whole("axis", 1));

    private string Max(string map) => graph.Node("ReduceMax", [map], OnnxAttribute.Wholes("axes", 1), OnnxAttribute.Whole("keepdims", 1));

    private string Complement(string share) => graph.Node("Sub", [graph.Float("one", 1), share]);

    private string Times(string map, float factor) => graph.Node("Mul", [map, graph.Float(FormattableString.Invariant($"factor.{factor}"), factor)]);

    private string Entropy(string probabilities)
    {
        var logarithm = graph.Node("Log", [graph.Node("Max", [probabilities, graph.Float("least.probability", LeastProbability)])]);
        var sum = graph.Node("ReduceSum", [graph.Node("Mul", [probabilities, logarithm]), graph.Wholes("channel", 1)], OnnxAttribute.Whole("keepdims", 1));
        return Times(sum, (float)(-1 / Math.Log(facts.Classes)));
    }

    // The prototypes' probability of the class that the classifier chose; 0 for a class without a prototype.
    private string Agreement(string features, string index, string image)
    {
        var sharpened = graph.Node("Div", [Cosines(features, image), graph.Float("cosine.temperature", CosineTemperature)]);
        var known = graph.Node("Softmax", [sharpened], OnnxAttribute.Whole("axis", 1));                    // [N, S, H, W]
        var none = graph.Node("Mul", [Max(known), graph.Float("zero", 0)]);                                // [N, 1, H, W]
        var place = graph.Node("Gather", [graph.Wholes("prototypes.places", _prototypes.Places(facts.Classes)), index]);
        return graph.Node(
            "GatherElements",
            [graph.Node("Concat", [known, none], OnnxAttribute.Whole("axis", 1)), graph.Node("Unsqueeze", [place, graph.Wholes("channel", 1)])],
            OnnxAttribute.Whole("axis", 1));
    }

    // Of each pixel's mean with each prototype, on the grid, then brought to the image's size: [N, S, H, W].
    private string Cosines(string features, string image)
    {
        var means = layers.Head(features, "mean_head");                                                    // [N, D, h, w]
        var length = graph.Node("ReduceL2", [means], OnnxAttribute.Wholes("axes", 1), OnnxAttribute.Whole("keepdims", 1));
        var unit = graph.Node("Div", [means, graph.Node("Max", [length, graph.Float("least.length", LeastLength)])]);
        return layers.Resize(graph.Node("Conv", [unit, graph.Floats("prototypes.directions", _prototypes.Directions, _prototypes.Classes.Length, _prototypes.Width, 1, 1)]), image);
    }
}
