using Prcl.Learning.Alarms;
using Prcl.Learning.Augmentation;
using Prcl.Learning.Networks;
using Prcl.Learning.Uncertainty;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>What the networks say of a step's images. The tensors live in the step's dispose scope.</summary>
/// <param name="Labelled">The student's look at the labelled images.</param>
/// <param name="Label">Their labels, −1 ignored, int64, [B, H, W].</param>
/// <param name="Augmented">The student's look at the augmented images; null without pseudo-labels.</param>
/// <param name="PseudoLabelled">The augmented images with the teacher's labels and confidences, on the CPU; null without.</param>
/// <param name="Teacher">The teacher's look at the labelled images; null where prototypes aren't made of it.</param>
/// <param name="Signs">What the teacher's predictions on the stream look like; null without.</param>
/// <param name="Doubts">How much each of the stream's images is in doubt; null for one that the teacher hasn't looked at.</param>
internal sealed record StepPasses(
    StudentPass Labelled, Tensor Label, StudentPass? Augmented, AugmentedBatch? PseudoLabelled, SegmentationOutput? Teacher, PredictionSigns? Signs, IReadOnlyList<ImageDoubt?> Doubts);
