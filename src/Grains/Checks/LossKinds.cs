namespace Prcl.Grains.Checks;

/// <summary>Kinds of things that a repair may lose.</summary>
[Flags]
public enum LossKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Records of a log: images, labels, deletions.</summary>
    Records = 1,

    /// <summary>The file of an image or a label; the image is quarantined until it is pushed again.</summary>
    Files = 2,

    /// <summary>Which images have been trained on.</summary>
    TrainedMarks = 4,

    /// <summary>What was learned after some version.</summary>
    Rounds = 8,

    /// <summary>Versions that people can ask for, and aliases that name them.</summary>
    Versions = 16,

    /// <summary>Every alias, and whether the run was stopped.</summary>
    Aliases = 32,

    /// <summary>The curve of a prototype's drift.</summary>
    Drift = 64,

    /// <summary>Scores of earlier versions.</summary>
    Scores = 128,

    /// <summary>The run as a whole: no repair brings it back.</summary>
    Run = 256,

    /// <summary>A change of a run's settings.</summary>
    Settings = 512,
}
