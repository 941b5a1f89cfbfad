namespace Prcl.Contracts.Trainers;

/// <summary>What a trainer has moved over the network since it started, images aside: sums, reports, versions (payload, without framing).</summary>
/// <param name="Sent">Bytes to prototypes and storage.</param>
/// <param name="Received">Bytes from them.</param>
/// <param name="Steps">Steps made meanwhile.</param>
/// <param name="GradientBytes">Bytes of one gradient: what data-parallel training would add up at every step.</param>
[GenerateSerializer, Immutable, Alias("prcl.trainer-traffic")]
public sealed record TrainerTraffic(
    [property: Id(0)] long Sent,
    [property: Id(1)] long Received,
    [property: Id(2)] long Steps,
    [property: Id(3)] long GradientBytes);
