using System.Globalization;
using System.Text.RegularExpressions;

namespace Prcl.Learning.Weights;

/// <summary>
/// The names of timm's MobileNetV2 (<c>mobilenetv2_100</c>) in torchvision's terms. Its residual networks have torchvision's own names.
/// Source: huggingface/pytorch-image-models, <c>_efficientnet_blocks.py</c>.
/// </summary>
internal static partial class TimmNames
{
    // Layers of a block in torchvision's Sequential, without and with an expansion before the depthwise convolution.
    private static readonly Dictionary<string, string> Separable = new()
    {
        ["conv_dw"] = "0.0",
        ["bn1"] = "0.1",
        ["conv_pw"] = "1",
        ["bn2"] = "2",
    };

    private static readonly Dictionary<string, string> Inverted = new()
    {
        ["conv_pw"] = "0.0",
        ["bn1"] = "0.1",
        ["conv_dw"] = "1.0",
        ["bn2"] = "1.1",
        ["conv_pwl"] = "2",
        ["bn3"] = "3",
    };

    /// <summary>Whether names are those of timm's mobile networks.</summary>
    public static bool Are(IReadOnlyCollection<string> names) => names.Contains("conv_stem.weight") && names.Contains("blocks.0.0.conv_dw.weight");

    /// <summary>Torchvision's name for each of timm's; a name without counterpart stays.</summary>
    public static IEnumerable<string> ToTorchvision(IReadOnlyCollection<string> names)
    {
        var blocks = names.Select(name => Block().Match(name)).Where(match => match.Success).Select(Position).Distinct().Order().ToList();
        var inverted = names.Where(name => name.EndsWith(".conv_pwl.weight", StringComparison.Ordinal)).Select(name => Position(Block().Match(name))).ToHashSet();
        var head = blocks.Count + 1;
        Dictionary<string, string> outside = new()
        {
            ["conv_stem"] = "features.0.0",
            ["bn1"] = "features.0.1",
            ["conv_head"] = $"features.{head}.0",
            ["bn2"] = $"features.{head}.1",
            ["classifier"] = "classifier.1",
        };

        return names.Select(name =>
        {
            var block = Block().Match(name);
            var (module, tensor) = block.Success ? (block.Groups["module"].Value, block.Groups["tensor"].Value) : Split(name);
            var position = Position(block);
            return block.Success
                ? (inverted.Contains(position) ? Inverted : Separable).TryGetValue(module, out var layer) ? $"features.{blocks.IndexOf(position) + 1}.conv.{layer}.{tensor}" : name
                : outside.TryGetValue(module, out var feature) ? $"{feature}.{tensor}" : name;
        });
    }

    private static (string Module, string Tensor) Split(string name) => name.Split('.') is [var module, var tensor] ? (module, tensor) : ("", name);

    private static (int Stage, int Block) Position(Match block) => block.Success
        ? (int.Parse(block.Groups["stage"].Value, CultureInfo.InvariantCulture), int.Parse(block.Groups["block"].Value, CultureInfo.InvariantCulture))
        : (-1, -1);

    [GeneratedRegex(@"^blocks\.(?<stage>[0-9]{1,3})\.(?<block>[0-9]{1,3})\.(?<module>\w+)\.(?<tensor>\w+)$")]
    private static partial Regex Block();
}
