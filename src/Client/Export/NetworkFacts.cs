using System.Globalization;
using System.Text.Json;
using Prcl.Images.Datasets;

namespace Prcl.Client.Export;

/// <summary>What a model file's metadata say of its network (<c>docs/export.md</c>).</summary>
/// <param name="Backbone">Its name as the setting has it, for example <c>resnet18</c>.</param>
/// <param name="OutputStride">Pixels of the image per pixel of the backbone's last map.</param>
/// <param name="AsppRates">Dilations of the pyramid's 3×3 convolutions.</param>
/// <param name="Classes">K.</param>
/// <param name="VarianceFloor">Least σ².</param>
/// <param name="Uncertainty">Which doubt is published, for example <c>confidence</c>.</param>
/// <param name="Mean">What is taken off red, green and blue in 0 to 1.</param>
/// <param name="Deviation">What they are divided by then.</param>
internal sealed record NetworkFacts(string Backbone, int OutputStride, int[] AsppRates, int Classes, double VarianceFloor, string Uncertainty, float[] Mean, float[] Deviation)
{
    private const string Network = "deeplabv3plus";

    /// <summary>Reads them.</summary>
    /// <exception cref="ModelFileException">One is missing or can't be read.</exception>
    public static NetworkFacts Of(ModelFile file)
    {
        if (!file.Metadata.TryGetValue("architecture", out var architecture))
        {
            throw new ModelFileException(file.Name, "doesn't say what its network is made of: the silo that wrote it is older than this; export it again from a newer one");
        }

        try
        {
            using var json = JsonDocument.Parse(architecture);
            var root = json.RootElement;
            if (root.GetProperty("network").GetString() is var network && network != Network || !root.GetProperty("align_corners").GetBoolean())
            {
                throw new ModelFileException(file.Name, $"has a network '{network}' that this version doesn't know; it knows {Network} with aligned corners");
            }

            var facts = new NetworkFacts(
                root.GetProperty("backbone").GetString()!,
                root.GetProperty("output_stride").GetInt32(),
                [.. root.GetProperty("aspp_rates").EnumerateArray().Select(rate => rate.GetInt32())],
                root.GetProperty("classes").GetInt32(),
                root.GetProperty("variance_floor").GetDouble(),
                file.Metadata["uncertainty"],
                Numbers(file.Metadata["input_mean"]),
                Numbers(file.Metadata["input_std"]));
            return facts is { Classes: >= 2 and <= ClassList.MaxCount, OutputStride: 8 or 16 }
                ? facts
                : throw new ModelFileException(file.Name, $"has {facts.Classes} classes at an output stride of {facts.OutputStride}; there are 2 to {ClassList.MaxCount}, and it is 8 or 16");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ModelFileException(file.Name, "has metadata about its network that can't be read", error);
        }
    }

    private static float[] Numbers(string text) => Array.ConvertAll(text.Split(','), number => float.Parse(number, CultureInfo.InvariantCulture)) is { Length: 3 } three
        ? three
        : throw new FormatException("not three numbers");
}
