using Prcl.Learning.Representations;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>
/// Means and variances as the contrastive score takes them: published (unit means, each candidate its own variance) or scaled
/// (<c>docs/method.md</c>, section 6).
/// </summary>
internal sealed class CandidateSpace
{
    private readonly ScoreKind _score;
    private readonly Tensor? _common;

    /// <summary>Fixes the common variance, if there is one, to the mean σ² of the step's pixels.</summary>
    /// <param name="settings">Scale and variances.</param>
    /// <param name="variances">σ² of the step's pixels, [P, D]; no gradient is taken.</param>
    public CandidateSpace(ScoreSettings settings, Tensor variances)
    {
        _score = settings.Score;
        _common = settings.CandidateVariance == CandidateVariance.Common ? variances.detach().mean() : null;
    }

    /// <summary>Whether virtual negatives have a variance; published ones are points.</summary>
    public bool VirtualHaveVariance => _common is not null;

    /// <summary>Means of the norm that the score takes, [..., D].</summary>
    public Tensor Means(Tensor means) => _score == ScoreKind.Scaled ? MutualLikelihood.Scale(means) : MutualLikelihood.Normalise(means);

    /// <summary>The variances that candidates have in the score.</summary>
    /// <param name="own">Their own, [..., D].</param>
    public Tensor Variances(Tensor own) => _common is null ? own : _common.expand(own.shape).contiguous();
}
