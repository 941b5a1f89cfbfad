using Prcl.Images.Datasets;

namespace Prcl.Silo.Demo;

/// <summary>Everything that a demo shows to a run, wherever it comes from.</summary>
/// <param name="Description">What it is, for people.</param>
/// <param name="Classes">The classes.</param>
/// <param name="Domains">The domains in the order in which they arrive.</param>
/// <param name="Notes">What was left out and why, for people.</param>
internal sealed record DemoPlan(string Description, ClassList Classes, IReadOnlyList<DemoDomain> Domains, IReadOnlyList<string> Notes)
{
    /// <summary>Frames that come with a label.</summary>
    public IReadOnlyList<DemoFrame> Labelled { get; } = [.. Domains.SelectMany(d => d.Labelled)];

    /// <summary>Frames that stream in, domain after domain.</summary>
    public IReadOnlyList<DemoFrame> Streamed { get; } = [.. Domains.SelectMany(d => d.Streamed)];

    /// <summary>Frames to measure on, domain after domain.</summary>
    public IReadOnlyList<DemoFrame> Evaluation { get; } = [.. Domains.SelectMany(d => d.Evaluation)];

    /// <summary>The classes' colours by id.</summary>
    public IReadOnlyList<(byte R, byte G, byte B)> Palette { get; } = [.. Classes.Classes.Select(c => (c.Color.Red, c.Color.Green, c.Color.Blue))];
}
