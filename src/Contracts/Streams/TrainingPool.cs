namespace Prcl.Contracts.Streams;

/// <summary>What a trainer may draw from besides new images.</summary>
/// <param name="Revision">Changes whenever a list changes.</param>
/// <param name="Labelled">Training images with a label, in log order; null when the caller's revision is current.</param>
/// <param name="Trained">The newest unlabelled images of committed rounds, in the order of training; null unless the caller asks for the first time.</param>
/// <param name="Counts">The stream's counts.</param>
[GenerateSerializer, Immutable, Alias("prcl.training-pool")]
public sealed record TrainingPool(
    [property: Id(0)] long Revision,
    [property: Id(1)] ImageInfo[]? Labelled,
    [property: Id(2)] ImageInfo[]? Trained,
    [property: Id(3)] StreamCounts Counts);
