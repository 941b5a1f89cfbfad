namespace Prcl.Learning.Weights;

/// <summary>Weights have an unknown name, or are a good file that does not suit the backbone; the backbone is as it was.</summary>
public sealed class WeightsMismatchException : Exception
{
    internal WeightsMismatchException(string path, string rule, StateComparison? comparison = null)
        : base($"Weights {path} were not loaded: {rule}")
    {
        Path = path;
        Missing = comparison?.Missing ?? [];
        Different = comparison?.Different ?? [];
    }

    /// <summary>The checkpoint, or the unknown name.</summary>
    public string Path { get; }

    /// <summary>Tensors of the backbone that the file lacks, sorted; empty when something else was wrong.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Tensors of another shape or kind, as "name: expected …, found …", sorted; empty when something else was wrong.</summary>
    public IReadOnlyList<string> Different { get; }
}
