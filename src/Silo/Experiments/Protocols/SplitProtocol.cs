namespace Prcl.Silo.Experiments.Protocols;

/// <summary>
/// What each image of one data set is for, said by lists as published benchmarks have them. A list is a text file below the data folder, an image a line, or a
/// folder below that of the images (<c>train</c>).
/// </summary>
internal sealed record SplitProtocol
{
    /// <summary>What the ids of its labels mean.</summary>
    public SplitFormat Format { get; init; } = SplitFormat.ClassIds;

    /// <summary>Images with a label; <c>labelled</c> of them are learned from with it, and the others stream in.</summary>
    public required string Labelled { get; init; }

    /// <summary>Images that stream in besides; empty: none.</summary>
    public string Unlabelled { get; init; } = "";

    /// <summary>Images that are measured on; none of the others.</summary>
    public required string Evaluation { get; init; }
}
