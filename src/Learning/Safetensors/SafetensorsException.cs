namespace Prcl.Learning.Safetensors;

/// <summary>A file is not valid safetensors, or tensors cannot be stored as such: says which part, which tensor and which rule.</summary>
public sealed class SafetensorsException : Exception
{
    private const int LongestNameShown = 120;

    /// <summary>A broken rule.</summary>
    /// <param name="part">Where.</param>
    /// <param name="tensor">Which tensor, when one is to blame.</param>
    /// <param name="rule">What is wrong and what would be right; reads on from the part's name.</param>
    /// <param name="path">The file, when it is known.</param>
    /// <param name="inner">The cause, when another error is behind it.</param>
    public SafetensorsException(SafetensorsPart part, string? tensor, string rule, string? path = null, Exception? inner = null)
        : base(Describe(part, tensor, rule, path), inner) =>
        (Part, Tensor, Rule, Path) = (part, tensor, rule, path);

    /// <summary>Where the rule was broken.</summary>
    public SafetensorsPart Part { get; }

    /// <summary>The tensor's name, or null when no single tensor is to blame.</summary>
    public string? Tensor { get; }

    /// <summary>What is wrong and what would be right.</summary>
    public string Rule { get; }

    /// <summary>The file, or null when the bytes did not come from a path.</summary>
    public string? Path { get; }

    /// <summary>Names come from the file and may be anything: quote only their beginning, on one line.</summary>
    internal static string Quote(string name)
    {
        var shown = string.Concat(name.Take(LongestNameShown).Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return name.Length <= LongestNameShown ? $"'{shown}'" : $"'{shown}…' ({name.Length} characters)";
    }

    private static string Describe(SafetensorsPart part, string? tensor, string rule, string? path)
    {
        var where = part switch
        {
            SafetensorsPart.Content => "content",
            SafetensorsPart.HeaderLength => "header length",
            SafetensorsPart.Header => "header",
            SafetensorsPart.Metadata => "__metadata__",
            SafetensorsPart.Tensor => "tensor",
            _ => "data",
        };
        return $"safetensors{(path is null ? "" : $" file {path}")}: {where}{(tensor is null ? "" : $" {Quote(tensor)}")} {rule}";
    }
}
