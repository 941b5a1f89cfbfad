namespace Prcl.Contracts.Trainers;

/// <summary>One device that trains one run. Key: run / silo / device.</summary>
[Alias("prcl.ITrainerGrain")]
public interface ITrainerGrain : IGrainWithStringKey
{
    /// <summary>Starts the loop; does nothing while it runs, or rests after a failure.</summary>
    /// <exception cref="PrclRequestException">The silo named in the key is gone (a trainer never moves), or has no such device.</exception>
    [Alias("Start")]
    Task Start();

    /// <summary>Finishes the step, hands in the report, returns the leases, stops.</summary>
    [Alias("Drain")]
    Task Drain();

    /// <summary>Answers within 100 ms while training.</summary>
    [Alias("Status")]
    Task<TrainerStatus> Status();

    /// <summary>Losses of the steps after <paramref name="afterStep"/> that are still kept (the last 1,000).</summary>
    [Alias("Losses")]
    Task<StepLosses[]> Losses(long afterStep);
}
