namespace Prcl.Grains.Doors;

/// <summary>
/// Answers, in the place of a grain that mustn't be woken, why a client's call is refused. The gateway sends such calls here. Key: a
/// <see cref="RefusalReason"/>.
/// </summary>
[Alias("prcl.IRefusalGrain")]
public interface IRefusalGrain : IGrainWithStringKey
{
    /// <summary>Always fails.</summary>
    /// <exception cref="Contracts.PrclRequestException">The reason.</exception>
    [Alias("Tell")]
    Task Tell();
}
