using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>L_c with what it was made of.</summary>
/// <param name="Loss">A scalar.</param>
/// <param name="PresentClasses">Classes with a valid pixel and evidence.</param>
/// <param name="QueriedClasses">Those of them with a hard pixel.</param>
public sealed record ContrastTerm(Tensor Loss, int PresentClasses, int QueriedClasses);
