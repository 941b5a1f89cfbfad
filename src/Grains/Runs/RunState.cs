using Prcl.Contracts.Runs;
using Prcl.Learning.Alarms;

namespace Prcl.Grains.Runs;

/// <summary>What a run grain stores; rounds themselves are in their manifests.</summary>
public sealed class RunState
{
    /// <summary>The name that people are shown; null: its own.</summary>
    public string? Shown { get; set; }

    /// <summary>Whether a person stopped it.</summary>
    public bool Stopped { get; set; }

    /// <summary>Why it stopped by itself, or null.</summary>
    public string? Failure { get; set; }

    /// <summary>The newest incarnation that was given out.</summary>
    public long Incarnation { get; set; }

    /// <summary>Each trainer's newest incarnation.</summary>
    public Dictionary<string, long> Incarnations { get; set; } = [];

    /// <summary>Versions by alias, with their checkpoints.</summary>
    public Dictionary<string, ModelVersion> Aliases { get; set; } = [];

    /// <summary>Whether a committed round has trained on unlabelled images.</summary>
    public bool HasSeenUnlabelled { get; set; }

    /// <summary>Whether a person has moved or removed the alias <c>baseline</c>.</summary>
    public bool IsBaselineChosen { get; set; }

    /// <summary>What is known of signs of collapse.</summary>
    public CollapseState Collapse { get; set; } = new();

    /// <summary>What the run looked like round by round, thinned.</summary>
    public List<MetricsPoint> History { get; set; } = [];

    /// <summary>The newest versions, oldest first.</summary>
    public List<ModelVersion> Versions { get; set; } = [];

    /// <summary>The version that the run's epoch began from; null before the first roll-back.</summary>
    public long? RolledBackTo { get; set; }

    /// <summary>A round that was open once: manifests are probed from here.</summary>
    public long RoundHint { get; set; }

    /// <summary>Rounds below this one have been removed, since every grain folded them.</summary>
    public long RemovedBelow { get; set; }
}
