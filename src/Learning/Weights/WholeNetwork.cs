using System.Globalization;
using Prcl.Learning.Networks;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Training;
using TorchSharp;

namespace Prcl.Learning.Weights;

/// <summary>
/// A file that holds a whole network in half precision: the teacher as it is published (<c>backbone.*</c>, <c>aspp.*</c>, <c>skip.*</c>,
/// <c>classifier.*</c>, <c>mean_head.*</c>) and the probability head (<c>probability_head.*</c>), without batch counts. A run whose heads
/// have the same shapes begins with all of it, any other with the backbone alone.
/// </summary>
public static class WholeNetwork
{
    /// <summary>The value of the metadata <c>format</c>.</summary>
    public const string Format = "prcl.network";

    private const string FormatKey = "format";
    private const string HeadPrefix = "probability_head.";
    private const string BackbonePrefix = "backbone.";

    /// <summary>Writes what a learner has learned.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="metadata">What else is to be known: where the weights come from, under which licence.</param>
    /// <exception cref="WeightsMismatchException">A value doesn't fit half precision.</exception>
    public static void Save(Learner learner, Stream stream, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = torch.NewDisposeScope();
        using var gradientOff = torch.no_grad();
        var tensors = State(learner.Teacher, learner.ProbabilityHead).ToDictionary(pair => pair.Key, pair => pair.Value.detach().cpu().to(torch.ScalarType.Float16));
        PretrainedWeights.CheckFinite(tensors, "in half precision");
        SafetensorsWriter.Write(stream, tensors, new Dictionary<string, string>(metadata)
        {
            [FormatKey] = Format,
            [PretrainedWeights.MeanKey] = Text(learner.Normalisation.Mean),
            [PretrainedWeights.StdKey] = Text(learner.Normalisation.Std),
        });
    }

    internal static bool Is(SafetensorsFile file) => file.Metadata.TryGetValue(FormatKey, out var format) && format == Format;

    /// <summary>What of a network such a file is for: everything where all shapes fit, else the backbone.</summary>
    internal static Dictionary<string, torch.Tensor> Covered(SegmentationNetwork network, ProbabilityHead head, SafetensorsFile file)
    {
        var state = State(network, head);
        return state.All(pair => file.Tensors.TryGetValue(pair.Key, out var stored) && stored.Shape.AsSpan().SequenceEqual(pair.Value.shape))
            ? state
            : state.Where(pair => pair.Key.StartsWith(BackbonePrefix, StringComparison.Ordinal)).ToDictionary();
    }

    private static string Text(float[] channels) => string.Join(',', channels.Select(c => c.ToString("R", CultureInfo.InvariantCulture)));

    private static Dictionary<string, torch.Tensor> State(SegmentationNetwork network, ProbabilityHead head) => network.state_dict()
        .Concat(head.state_dict().Select(pair => KeyValuePair.Create(HeadPrefix + pair.Key, pair.Value)))
        .Where(pair => !CheckpointNames.IsBatchCount(pair.Key))
        .ToDictionary(StringComparer.Ordinal);
}
