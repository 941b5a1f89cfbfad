using Prcl.Contracts.Trainers;

namespace Prcl.Contracts.Cluster;

/// <summary>A silo of the cluster.</summary>
/// <param name="Name">Its name, which trainers' keys contain.</param>
/// <param name="Address">Address and port between silos.</param>
/// <param name="Status">What the membership says: joining, active, shuttingdown, stopping.</param>
/// <param name="Roles">Of <c>trainer</c>, <c>predictor</c>, <c>state</c>.</param>
/// <param name="Devices">Devices that it trains on.</param>
/// <param name="Version">The program's version; empty while it isn't known.</param>
/// <param name="Draining">Whether its trainers have been asked to stop, and won't start again.</param>
/// <param name="Trainers">Its trainers; null when it didn't answer.</param>
/// <param name="ClockAhead">How far the silo's clock is ahead of that of the one that answers, give or take how long the question took; null when it didn't answer, or is an earlier one.</param>
[GenerateSerializer, Immutable, Alias("prcl.silo-view")]
public sealed record SiloView(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string Status,
    [property: Id(3)] string[] Roles,
    [property: Id(4)] string[] Devices,
    [property: Id(5)] string Version,
    [property: Id(6)] bool Draining,
    [property: Id(7)] TrainerStatus[]? Trainers,
    [property: Id(8)] TimeSpan? ClockAhead = null);
