namespace Prcl.Contracts.Runs;

/// <summary>What a trainer's part of a round looks like from within, as sums: signs of a collapse are read from it. Pixels are those that its steps saw.</summary>
/// <param name="Predicted">Pixels of the stream's images by predicted class, length K; empty where nothing was predicted.</param>
/// <param name="Labelled">Pixels of the labelled images by class, length K; empty where nothing was predicted.</param>
/// <param name="EntropySum">Entropy of predictions, as a share of that of K equal ones, summed over <paramref name="EntropyPixels"/>.</param>
/// <param name="EntropyPixels">Pixels of the network's grid.</param>
/// <param name="Passing">Predicted pixels whose pseudo-label passes: sure enough, and what is checked agrees.</param>
/// <param name="Drift">How far prototypes have moved, L2 distance of unit means, mean over the classes; null where no class had evidence before and after.</param>
[GenerateSerializer, Immutable, Alias("prcl.learning-signs")]
public sealed record LearningSigns(
    [property: Id(0)] long[] Predicted,
    [property: Id(1)] long[] Labelled,
    [property: Id(2)] double EntropySum,
    [property: Id(3)] long EntropyPixels,
    [property: Id(4)] long Passing,
    [property: Id(5)] double? Drift);
