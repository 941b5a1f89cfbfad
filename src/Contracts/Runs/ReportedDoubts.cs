namespace Prcl.Contracts.Runs;

/// <summary>How much images of one partition were in doubt in a trainer's part of a round, new and replayed ones, as its last look at each says.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Ranges">The images' sequence numbers, ascending, as inclusive ranges: from, to, from, to…</param>
/// <param name="Levels">Doubt of each, in that order: 1 (mean uncertainty 0) to 255 (1).</param>
/// <param name="Classes">The predicted class that most of each image's doubt lies on.</param>
[GenerateSerializer, Immutable, Alias("prcl.reported-doubts")]
public sealed record ReportedDoubts(
    [property: Id(0)] int Partition,
    [property: Id(1)] long[] Ranges,
    [property: Id(2)] byte[] Levels,
    [property: Id(3)] int[] Classes);
