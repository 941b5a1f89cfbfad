using System.Text.Json.Nodes;
using Prcl.Contracts.Runs;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>A run as it was created.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedUtc">When it was created.</param>
/// <param name="Epoch">Counts roll-backs of training.</param>
/// <param name="Classes">The class list, as in <c>classes.json</c>.</param>
/// <param name="Settings">Every setting, defaults included, as text.</param>
/// <param name="Note">What in the settings doesn't suit the rest, or what is damaged; null when all is well.</param>
/// <param name="Shown">The name that people are shown; null: its own. Addresses have its own.</param>
internal sealed record RunDocument(string Name, DateTime CreatedUtc, int Epoch, JsonNode? Classes, IReadOnlyDictionary<string, string> Settings, string? Note, string? Shown)
{
    /// <summary>The document of a run.</summary>
    public static RunDocument Of(RunDescription run) => new(
        run.Name, run.CreatedUtc, run.Epoch, JsonNode.Parse(run.ClassesJson), new SortedDictionary<string, string>(run.Settings, StringComparer.Ordinal), run.Note, run.Shown);
}
