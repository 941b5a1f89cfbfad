using Prcl.Images.Files;
using Prcl.Learning.Augmentation;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Randomness;
using Prcl.Learning.Settings;
using Prcl.Learning.Style;
using Prcl.Learning.Training;
using TorchSharp;

namespace Prcl.Learning.Batches;

/// <summary>Makes a <see cref="StepBatch"/> of a plan: decodes, brings to the working size, converts, augments the labelled images. Runs on a prefetch thread.</summary>
/// <typeparam name="T">What names an image.</typeparam>
/// <param name="settings">Working size, crop and seed.</param>
/// <param name="ignore">The label id that is ignored on disk.</param>
/// <param name="loadPair">Decodes a labelled image.</param>
/// <param name="loadImage">Decodes an unlabelled image.</param>
public sealed class BatchLoader<T>(
    TrainingSettings settings,
    int ignore,
    Func<T, (RgbImage Image, LabelMap Label)> loadPair,
    Func<T, RgbImage> loadImage)
{
    private readonly LabelledAugmentation _augmentation = new(settings.Augmentation());
    private readonly TeacherCrop _frame = settings.TeacherFrame();
    private readonly WorkingSize _size = settings.WorkingSize();

    /// <summary>Loads the plan's images.</summary>
    /// <returns>A batch that belongs to the caller and to no dispose scope.</returns>
    public StepBatch Load(BatchPlan<T> plan, StepPosition at)
    {
        using var scope = torch.NewDisposeScope();
        var key = at.Key(settings.Seed);
        var unlabelled = plan.New.Concat(plan.Replayed).Select((image, i) => Unlabelled(image, key.With(Purpose.TeacherCrop).With(i))).ToArray();
        var labelled = AugmentedBatch.Stack([.. plan.Labelled.Select((image, i) => Labelled(image, unlabelled, i, key))]);
        labelled.Images.DetachFromDisposeScope();
        labelled.Labels.DetachFromDisposeScope();
        foreach (var image in unlabelled)
        {
            image.DetachFromDisposeScope();
        }

        return new StepBatch(labelled, unlabelled);
    }

    private Sample Labelled(T image, torch.Tensor[] unlabelled, int index, RandomKey key)
    {
        var (pixels, label) = loadPair(image);
        var sample = new Sample(ImageTensor.FromImage(_size.Apply(pixels)), ImageTensor.FromLabels(_size.Apply(label), ignore));
        ColourStyle.ApplyInPlace(sample.Image, unlabelled, settings.Style.StyleProbability, key.With(Purpose.Style).With(index));
        return _augmentation.Apply(sample, key.With(Purpose.LabelledAugmentation).With(index));
    }

    private torch.Tensor Unlabelled(T image, RandomKey key) => _frame.Apply(ImageTensor.FromImage(_size.Apply(loadImage(image))), key);
}
