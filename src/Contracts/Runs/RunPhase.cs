namespace Prcl.Contracts.Runs;

/// <summary>What a run is doing.</summary>
[GenerateSerializer, Alias("prcl.run-phase")]
public enum RunPhase
{
    /// <summary>No trainer is a member; the run goes on when one joins.</summary>
    WaitingForTrainers = 0,

    /// <summary>A trainer is a member but there is nothing new to learn from, or no labelled image yet.</summary>
    Idle = 1,

    /// <summary>Steps are being made.</summary>
    Training = 2,

    /// <summary>Stopped by a person; <see cref="IRunGrain.Start"/> goes on.</summary>
    Stopped = 3,

    /// <summary>Stopped by itself; the reason is in the status.</summary>
    Failed = 4,
}
