namespace Prcl.Contracts.Trainers;

/// <summary>The trainers of a silo.</summary>
/// <param name="Draining">Whether they have been asked to stop, and won't start again.</param>
/// <param name="Trainers">Every trainer that the silo has started.</param>
/// <param name="UtcNow">The silo's clock; null from an earlier silo.</param>
[GenerateSerializer, Immutable, Alias("prcl.silo-trainers")]
public sealed record SiloTrainers([property: Id(0)] bool Draining, [property: Id(1)] TrainerStatus[] Trainers, [property: Id(2)] DateTime? UtcNow = null);
