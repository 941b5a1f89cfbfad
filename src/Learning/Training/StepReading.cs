using Prcl.Learning.Contrast;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>The numbers of a step that the host wants to know, read in one go, after its backward pass.</summary>
/// <param name="Total">The weighted sum of the losses.</param>
/// <param name="Supervised">L_s.</param>
/// <param name="Unsupervised">L_u; 0 without pseudo-labels.</param>
/// <param name="Contrast">L_c; 0 while its weight is 0.</param>
/// <param name="Variance">L_σ; 0 where nothing teaches it.</param>
/// <param name="Coverage">Mean weight of a pseudo-labelled pixel; 0 without any.</param>
/// <param name="PositiveLogit">The anchors' mean logit with their positives.</param>
/// <param name="NegativeLogit">The same with real negatives.</param>
/// <param name="GradientNorms">Sum of the parameters' gradient norms; not finite where one of them isn't.</param>
internal sealed record StepReading(
    float Total, float Supervised, float Unsupervised, float Contrast, float Variance, float Coverage, LogitParts? PositiveLogit, LogitParts? NegativeLogit, float GradientNorms)
{
    /// <summary>Why the step may change nothing; null when it may.</summary>
    public string? Fault => !float.IsFinite(Total) ? $"the loss is {Total}" : !float.IsFinite(GradientNorms) ? "a gradient isn't finite" : null;

    /// <summary>Reads them: scalars, logits of [2], null for what there isn't.</summary>
    public static StepReading Of(
        Tensor total, Tensor supervised, Tensor? unsupervised, ContrastTerm? contrast, Tensor? variance, Tensor? coverage, Tensor gradientNorms)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Tensor?[] parts = [total, supervised, unsupervised, contrast?.Loss, variance, coverage, contrast?.PositiveLogit, contrast?.NegativeLogit, gradientNorms];
        var values = HostReads.Of<float>(cat([.. parts.OfType<Tensor>().Select(p => p.detach().reshape(-1))]));
        var read = new float[parts.Length][];
        for (int i = 0, at = 0; i < parts.Length; at += read[i].Length, i++)
        {
            read[i] = values[at..(at + (int)(parts[i]?.numel() ?? 0))];
        }

        return new StepReading(
            Number(0), Number(1), Number(2), Number(3), Number(4), Number(5), LogitParts.Of(read[6]), LogitParts.Of(read[7]), Number(8));

        float Number(int part) => read[part] is [var number] ? number : 0;
    }
}
