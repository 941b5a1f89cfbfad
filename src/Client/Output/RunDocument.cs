using System.Text.Json.Nodes;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Output;

/// <summary>A run, for machines: the class list is JSON in JSON, not a text.</summary>
internal sealed record RunDocument(string Name, DateTime CreatedUtc, int Epoch, JsonNode? Classes, IReadOnlyDictionary<string, string> Settings, string? Note, string? Shown)
{
    /// <summary>The run as a document, settings in order of their names.</summary>
    public static RunDocument Of(RunDescription run) => new(
        run.Name,
        run.CreatedUtc,
        run.Epoch,
        JsonNode.Parse(run.ClassesJson),
        new SortedDictionary<string, string>(run.Settings, StringComparer.Ordinal),
        run.Note,
        run.Shown);
}
