using Prcl.Contracts.Prototypes;
using Prcl.Learning.Prototypes;

namespace Prcl.Grains.Prototypes;

/// <summary>Sums as messages carry them and as the arithmetic uses them.</summary>
public static class SumsOnTheWire
{
    /// <summary>For a message; shares the arrays, which nobody writes into.</summary>
    public static ClassSums ToMessage(this PrototypeSums sums) =>
        new(sums.Precision, sums.Information, sums.SecondMoment, sums.Count, sums.Clock);

    /// <summary>From a message.</summary>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public static PrototypeSums ToSums(this ClassSums message) =>
        new(message.Precision, message.Information, message.SecondMoment, message.Count, message.Clock);
}
