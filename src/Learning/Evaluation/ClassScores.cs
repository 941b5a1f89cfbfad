namespace Prcl.Learning.Evaluation;

/// <summary>What a model has to say of every class at places that are spread evenly over an image.</summary>
/// <param name="Rows">Places from top to bottom.</param>
/// <param name="Columns">Places from left to right.</param>
/// <param name="Probabilities">The classifier's, 0 to 1, class by class, row by row; length K × rows × columns.</param>
/// <param name="Scores">The mutual likelihood score with the class's prototype, means of norm √D, likewise; higher is nearer. NaN for a class without a prototype.</param>
public sealed record ClassScores(int Rows, int Columns, float[] Probabilities, float[] Scores);
