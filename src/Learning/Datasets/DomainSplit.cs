using Prcl.Images.Datasets;

namespace Prcl.Learning.Datasets;

/// <summary>One domain, divided: its first frames stream in, its last are for evaluation and never enter training in any form.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Streamed">The frames that stream in, in order; the labelled ones are among them.</param>
/// <param name="Labelled">The frames that come with their label; empty but for the first domain.</param>
/// <param name="Evaluation">The frames to measure on, in order.</param>
public sealed record DomainSplit(
    FolderDataset Domain,
    IReadOnlyList<DatasetItem> Streamed,
    IReadOnlyList<DatasetItem> Labelled,
    IReadOnlyList<DatasetItem> Evaluation);
