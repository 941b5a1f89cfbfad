using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;

namespace Prcl.Contracts.Runs;

/// <summary>A run at this moment.</summary>
/// <param name="Name">The run's name.</param>
/// <param name="Phase">What it is doing.</param>
/// <param name="Reason">Why, in one line; empty when training unless something holds it up.</param>
/// <param name="Round">The open round; rounds below it are committed.</param>
/// <param name="Version">The newest committed model version; 0 is the initial model.</param>
/// <param name="ImagesTrained">Image draws that committed rounds have trained on: the run's clock.</param>
/// <param name="Images">The stream's counts, over all partitions.</param>
/// <param name="Trainers">The members.</param>
/// <param name="Aliases">Model versions by alias (<c>latest</c>, <c>baseline</c>, <c>best</c>, <c>measured</c>, <c>serving</c>).</param>
/// <param name="Refused">Refusals by reason, counted by the silo that holds the run since it started.</param>
/// <param name="Traffic">Bytes a step; null before the first one.</param>
/// <param name="Comparison">Whether learning helps, by domain; null or empty while nobody has measured it, or nobody who has can be asked.</param>
/// <param name="Notes">What a person should know besides, a line each: too little room, images that wait for a word; null from an earlier silo.</param>
/// <param name="Alarms">Signs that learning has collapsed; null from an earlier silo.</param>
[GenerateSerializer, Immutable, Alias("prcl.run-status")]
public sealed record RunStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] RunPhase Phase,
    [property: Id(2)] string Reason,
    [property: Id(3)] long Round,
    [property: Id(4)] long Version,
    [property: Id(5)] long ImagesTrained,
    [property: Id(6)] StreamCounts Images,
    [property: Id(7)] TrainerStatus[] Trainers,
    [property: Id(8)] Dictionary<string, long> Aliases,
    [property: Id(9)] Dictionary<string, long> Refused,
    [property: Id(10)] StepTraffic? Traffic = null,
    [property: Id(11)] DomainComparison[]? Comparison = null,
    [property: Id(12)] string[]? Notes = null,
    [property: Id(13)] RunAlarm[]? Alarms = null);
