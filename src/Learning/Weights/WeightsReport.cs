namespace Prcl.Learning.Weights;

/// <summary>What came of loading a checkpoint.</summary>
/// <param name="Matched">How many of the file's tensors were copied into the backbone.</param>
/// <param name="Unused">The file's other tensors (a classifier, say), sorted.</param>
/// <param name="Input">How the backbone wants its images from now on.</param>
public sealed record WeightsReport(int Matched, IReadOnlyList<string> Unused, InputNormalisation Input)
{
    /// <summary>Mean to subtract; R, G, B in [0, 1].</summary>
    public float[] InputMean => Input.Mean;

    /// <summary>Standard deviation to divide by; R, G, B.</summary>
    public float[] InputStd => Input.Std;
}
