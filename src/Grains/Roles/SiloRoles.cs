namespace Prcl.Grains.Roles;

/// <summary>What a silo is there for.</summary>
[Flags]
public enum SiloRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Trains every run on each of its devices.</summary>
    Trainer = 1,

    /// <summary>Segments images and measures versions.</summary>
    Predictor = 2,

    /// <summary>Keeps streams, prototypes and runs, and takes images in.</summary>
    State = 4,

    /// <summary>Everything: an embedded silo.</summary>
    All = Trainer | Predictor | State,
}
