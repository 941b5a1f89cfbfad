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

    /// <summary>Serves the page and the HTTP API. Every silo with an HTTP port does; one that has this role alone does nothing else.</summary>
    Web = 8,

    /// <summary>Every role that there is.</summary>
    Known = All | Web,
}
