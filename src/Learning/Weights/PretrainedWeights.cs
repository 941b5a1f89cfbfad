using System.Globalization;
using Prcl.Learning.Safetensors;
using TorchSharp;

namespace Prcl.Learning.Weights;

/// <summary>Loads ImageNet checkpoints with torchvision's names (<c>conv1.weight</c>, <c>features.0.0.weight</c>) into a backbone.</summary>
public static class PretrainedWeights
{
    private const string MeanKey = "input_mean";
    private const string StdKey = "input_std";

    /// <summary>
    /// Copies a checkpoint into a backbone whose state has the checkpoint's names. All or nothing: everything is checked before the
    /// first tensor is copied. Values are converted to the backbone's floating-point type and device.
    /// </summary>
    /// <param name="backbone">Every parameter and buffer must be in the file; only <c>num_batches_tracked</c> may be missing.</param>
    /// <param name="path">
    /// A safetensors file. Its metadata <c>input_mean</c> and <c>input_std</c> ("0.5,0.5,0.5") say how images are normalised;
    /// what is absent is ImageNet's.
    /// </param>
    /// <exception cref="WeightsMismatchException">Tensors missing, of another shape or not finite, or unusable metadata.</exception>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WeightsReport Load(torch.nn.Module backbone, string path)
    {
        var file = SafetensorsFile.Read(path);
        var input = ReadNormalisation(file.Metadata, path);
        var state = backbone.state_dict();
        var comparison = Compare(state, file, path);

        using var scope = torch.NewDisposeScope();
        using var gradientOff = torch.no_grad();
        var matched = state.Where(pair => file.Tensors.ContainsKey(pair.Key)).Select(pair => (Name: pair.Key, Target: pair.Value)).ToList();
        // Converted first: a double may be finite and yet overflow the backbone's type.
        var values = matched.Select(pair => file.ToTensor(pair.Name).to(pair.Target.dtype)).ToList();
        CheckFinite([.. matched.Select(pair => pair.Name)], values, path);

        foreach (var ((_, target), value) in matched.Zip(values))
        {
            target.copy_(value);
        }

        return new WeightsReport(matched.Count, comparison.Unexpected, input);
    }

    private static StateComparison Compare(Dictionary<string, torch.Tensor> state, SafetensorsFile file, string path)
    {
        // Half precision suits single precision; integers do not suit weights.
        static bool Fits(TensorForm expected, TensorForm found) =>
            expected.HasShapeOf(found) && torch.is_floating_point(expected.Type) == torch.is_floating_point(found.Type);

        var comparison = StateComparison.Of(
            state.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value)),
            file.Tensors.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value)),
            Fits);
        comparison = comparison with { Missing = [.. comparison.Missing.Where(name => !IsBatchCount(name))] };
        return comparison.Missing.Count + comparison.Different.Count == 0
            ? comparison
            : throw new WeightsMismatchException(path, $"of the backbone's {state.Count} tensors the file has {comparison.Describe(withUnexpected: false)}.", comparison);
    }

    // Only batch norms without momentum use it, and many converters drop it.
    private static bool IsBatchCount(string name) =>
        name == "num_batches_tracked" || name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static void CheckFinite(List<string> names, List<torch.Tensor> values, string path)
    {
        List<string> broken = [];
        foreach (var (name, value) in names.Zip(values))
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
