using System.Globalization;
using Prcl.Images.Datasets;
using Prcl.Learning.Networks;
using Prcl.Learning.Safetensors;
using TorchSharp;

namespace Prcl.Learning.Weights;

/// <summary>
/// Loads ImageNet checkpoints with torchvision's names (<c>conv1.weight</c>, <c>features.0.0.weight</c>) into a backbone, also when all
/// of them begin with <c>module.</c> or <c>backbone.</c> or when they are timm's. Batch counts (<c>num_batches_tracked</c>) are ignored.
/// </summary>
public static class PretrainedWeights
{
    internal const string MeanKey = "input_mean";
    internal const string StdKey = "input_std";
    private const long MostBytes = 1L << 30;
    private const string ArchitectureKey = "architecture";

    /// <summary>
    /// Copies a checkpoint into a backbone whose state has the checkpoint's names. All or nothing: everything is checked before the
    /// first tensor is copied. Values are converted to the backbone's floating-point type and device.
    /// </summary>
    /// <param name="backbone">Every parameter and buffer must be in the file, but for batch counts, which stay as they are.</param>
    /// <param name="path">
    /// A safetensors file. Its metadata <c>input_mean</c> and <c>input_std</c> ("0.5,0.5,0.5") say how images are normalised;
    /// what is absent is ImageNet's.
    /// </param>
    /// <exception cref="WeightsMismatchException">Tensors missing, of another shape or not finite, or unusable metadata.</exception>
    /// <exception cref="SafetensorsException">The file is damaged, or no safetensors at all.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WeightsReport Load(torch.nn.Module backbone, string path)
    {
        var file = Open(path);
        return Copy(backbone.state_dict(), file, CheckpointNames.Of(file.Tensors.Keys), path);
    }

    /// <summary>
    /// The same for a network and its probability head: a file of a whole network (<see cref="WholeNetwork"/>) gives its heads too where
    /// they have the same shapes, any other the backbone alone.
    /// </summary>
    /// <exception cref="WeightsMismatchException">Tensors of the backbone missing, of another shape or not finite, or unusable metadata.</exception>
    /// <exception cref="SafetensorsException">The file is damaged, or no safetensors at all.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WeightsReport Load(SegmentationNetwork network, ProbabilityHead head, string path)
    {
        var file = Open(path);
        return WholeNetwork.Is(file)
            ? Copy(WholeNetwork.Covered(network, head, file), file, CheckpointNames.AsTheyAre(file.Tensors.Keys), path)
            : Copy(network.Backbone.state_dict(), file, CheckpointNames.Of(file.Tensors.Keys), path);
    }

    // Looked at before it is opened: a pipe would wait for ever, a device never end.
    private static SafetensorsFile Open(string path) => FileContent.Length(path) switch
    {
        0 => throw new WeightsMismatchException(path, $"it has {FileContent.Rule}."),
        > MostBytes and var length => throw new WeightsMismatchException(path, $"it has {length} bytes; at most {MostBytes} are allowed."),
        _ => SafetensorsFile.Read(path),
    };

    internal static void CheckFinite(Dictionary<string, torch.Tensor> values, string path)
    {
        List<string> broken = [];
        foreach (var (name, value) in values)
        {
            using var scope = torch.NewDisposeScope();
            if (!value.isfinite().all().item<bool>())
            {
                broken.Add(name);
            }
        }

        if (broken.Count > 0)
        {
            throw new WeightsMismatchException(path, $"{StateComparison.Several("tensors with values that are not finite", broken)}.");
        }
    }

    private static WeightsReport Copy(Dictionary<string, torch.Tensor> target, SafetensorsFile file, CheckpointNames names, string path)
    {
        var input = ReadNormalisation(file.Metadata, path);
        var state = target.Where(pair => !CheckpointNames.IsBatchCount(pair.Key)).ToDictionary();
        var comparison = Compare(state, file, names, path);

        using var scope = torch.NewDisposeScope();
        using var gradientOff = torch.no_grad();
        // Converted first: a double may be finite and yet overflow the backbone's type.
        var values = state.ToDictionary(pair => pair.Key, pair => file.ToTensor(names.Stored[pair.Key]).to(pair.Value.dtype));
        CheckFinite(values, path);
        foreach (var (name, tensor) in state)
        {
            tensor.copy_(values[name]);
        }

        return new WeightsReport(state.Count, [.. comparison.Unexpected.Select(name => names.Stored[name]).Order(StringComparer.Ordinal)], input);
    }

    private static StateComparison Compare(Dictionary<string, torch.Tensor> state, SafetensorsFile file, CheckpointNames names, string path)
    {
        // Half precision suits single precision; integers do not suit weights.
        static bool Fits(TensorForm expected, TensorForm found) =>
            expected.HasShapeOf(found) && torch.is_floating_point(expected.Type) == torch.is_floating_point(found.Type);

        var comparison = StateComparison.Of(
            state.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value)),
            names.Stored.ToDictionary(pair => pair.Key, pair => TensorForm.Of(file.Tensors[pair.Value])),
            Fits);
        if (comparison.Missing.Count + comparison.Different.Count == 0)
        {
            return comparison;
        }

        string?[] findings =
        [
            $"of the backbone's {state.Count} tensors the file has {comparison.Describe(withUnexpected: false)}",
            names.Reading is null ? null : $"its names were read {names.Reading}",
            comparison.Missing.Count == state.Count && comparison.Unexpected.Count > 0 ? StateComparison.Several("names of its own", [.. comparison.Unexpected.Select(SafetensorsException.Quote)]) : null,
            file.Metadata.TryGetValue(ArchitectureKey, out var architecture) ? $"its architecture is {SafetensorsException.Quote(architecture)}, which the setting backbone must suit" : null,
        ];
        throw new WeightsMismatchException(path, string.Join("; ", findings.OfType<string>()) + ".", comparison);
    }

    private static InputNormalisation ReadNormalisation(IReadOnlyDictionary<string, string> metadata, string path)
    {
        var mean = ReadChannels(metadata, MeanKey, InputNormalisation.ImageNet.Mean, _ => true, "three finite numbers", path);
        var std = ReadChannels(metadata, StdKey, InputNormalisation.ImageNet.Std, value => value > 0, "three finite numbers above 0", path);
        return new InputNormalisation(mean, std);
    }

    private static float[] ReadChannels(
        IReadOnlyDictionary<string, string> metadata, string key, float[] absent, Func<float, bool> allowed, string rule, string path)
    {
        if (!metadata.TryGetValue(key, out var text))
        {
            return absent;
        }

        var numbers = text.Split(',')
            .Select(part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN)
            .ToArray();
        return numbers.Length == 3 && numbers.All(number => float.IsFinite(number) && allowed(number))
            ? numbers
            : throw new WeightsMismatchException(path, $"its metadata {key} is '{text}'; it must be {rule}, such as 0.5,0.5,0.5.");
    }
}
