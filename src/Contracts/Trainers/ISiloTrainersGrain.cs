using Prcl.Contracts.Security;

namespace Prcl.Contracts.Trainers;

/// <summary>All trainers of one silo. Key: the silo's name; it lives there and nowhere else.</summary>
[Alias("prcl.ISiloTrainersGrain")]
public interface ISiloTrainersGrain : IGrainWithStringKey
{
    /// <summary>The silo's trainers now.</summary>
    [Alias("Describe"), ForClients]
    Task<SiloTrainers> Describe();

    /// <summary>
    /// Asks every trainer of the silo to finish its step, hand in and leave; none starts again until <see cref="Resume"/> or a
    /// restart of the silo. Answers at once; a repeat changes nothing.
    /// </summary>
    [Alias("Drain"), ForClients]
    Task<SiloTrainers> Drain();

    /// <summary>Lets the silo train again.</summary>
    [Alias("Resume"), ForClients]
    Task<SiloTrainers> Resume();
}
