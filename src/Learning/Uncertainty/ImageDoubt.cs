namespace Prcl.Learning.Uncertainty;

/// <summary>How much an image as a whole is in doubt.</summary>
/// <param name="Mean">Mean over its pixels of 1 − the probability of the class that is predicted, 0 to 1.</param>
/// <param name="ClassId">The predicted class that most of the doubt lies on.</param>
public readonly record struct ImageDoubt(double Mean, int ClassId);
