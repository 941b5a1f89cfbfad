using Prcl.Contracts.Requests;

namespace Prcl.Contracts.Runs;

/// <summary>What a person asks for when creating a run.</summary>
/// <param name="ClassesJson">The class list as in <c>classes.json</c>: names, colours, ignore id.</param>
/// <param name="Settings">Settings by name, as text; whatever is not named takes its default (<c>prcl-silo settings</c> lists them).</param>
/// <param name="From">The version of another run that it begins with; null: weights as the settings say. Its classes are the request's first ones.</param>
[GenerateSerializer, Immutable, Alias("prcl.run-request")]
public sealed record RunRequest(
    [property: Id(0), Document(8 << 20)] string ClassesJson,
    [property: Id(1), Count(1000), Text(1000)] Dictionary<string, string> Settings,
    [property: Id(2)] ModelOrigin? From = null);
