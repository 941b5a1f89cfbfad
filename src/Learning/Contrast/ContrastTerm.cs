using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>L_c with what it was made of.</summary>
/// <param name="Loss">A scalar.</param>
/// <param name="PresentClasses">Classes with a valid pixel and evidence.</param>
/// <param name="QueriedClasses">Those of them with a hard pixel.</param>
/// <param name="PositiveLogit">The anchors' mean logit with their positives, in its two parts (<see cref="LogitParts"/>), [2]; null without an anchor.</param>
/// <param name="NegativeLogit">
/// The same with real negatives, estimated from one drawn negative an anchor, [2]; null when no anchor has a real negative.
/// </param>
/// <param name="EffectiveClasses">Effective number of classes that negatives come from, exp of the entropy, mean over the queried classes; 0 without one.</param>
public sealed record ContrastTerm(
    Tensor Loss,
    int PresentClasses,
    int QueriedClasses,
    Tensor? PositiveLogit = null,
    Tensor? NegativeLogit = null,
    double EffectiveClasses = 0);
