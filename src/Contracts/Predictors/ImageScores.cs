namespace Prcl.Contracts.Predictors;

/// <summary>What a model has to say of every class at places that are spread evenly over an image: at most 131,072 numbers in all.</summary>
/// <param name="Version">The model version that answered.</param>
/// <param name="Rows">Places from top to bottom.</param>
/// <param name="Columns">Places from left to right.</param>
/// <param name="Probabilities">The classifier's, 0 to 1, class by class, row by row.</param>
/// <param name="Scores">The mutual likelihood score with the prototype that the version has of the class, means of norm √D, likewise; higher is nearer. NaN for a class without a prototype.</param>
[GenerateSerializer, Immutable, Alias("prcl.image-scores")]
public sealed record ImageScores(
    [property: Id(0)] long Version,
    [property: Id(1)] int Rows,
    [property: Id(2)] int Columns,
    [property: Id(3)] float[] Probabilities,
    [property: Id(4)] float[] Scores);
