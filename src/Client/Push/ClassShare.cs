namespace Prcl.Client.Push;

/// <summary>How much of the labels' pixels a class has.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Percent">0 to 100.</param>
internal sealed record ClassShare(int ClassId, string ClassName, double Percent);
