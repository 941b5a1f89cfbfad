namespace Prcl.Contracts.Trainers;

/// <summary>What a trainer is doing.</summary>
[GenerateSerializer, Alias("prcl.trainer-state")]
public enum TrainerState
{
    /// <summary>Joining the run and loading the model.</summary>
    Starting = 0,

    /// <summary>Nothing new to learn from, or the run is stopped.</summary>
    Idle = 1,

    /// <summary>Making steps.</summary>
    Training = 2,

    /// <summary>Writing the round's report and waiting for its commit.</summary>
    HandingIn = 3,

    /// <summary>Asked to stop: finishes the step, hands in, returns its leases.</summary>
    Draining = 4,

    /// <summary>Stopped.</summary>
    Stopped = 5,

    /// <summary>Stopped by an error: it has left the run. While others go on, it starts again after a minute's rest.</summary>
    Failed = 6,
}
