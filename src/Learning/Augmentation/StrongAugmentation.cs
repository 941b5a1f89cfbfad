using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// Strong augmentation of unlabelled images with their pseudo-labels and confidences (<c>docs/method.md</c>, section 2,
/// step 2): scale and crop, mix across the batch, then colour jitter, blur and flip. A pure function of batch and key.
/// </summary>
public sealed class StrongAugmentation
{
    private readonly AugmentationOptions _options;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting breaks its rule.</exception>
    public StrongAugmentation(AugmentationOptions options) => _options = options.Validate();

    /// <summary>Augments a batch. Image i's choices hang on its own sub-key i only, whatever else is in the batch.</summary>
    /// <param name="batch">B samples of any sizes, all with or all without confidence.</param>
    /// <param name="key">The batch's key.</param>
    /// <param name="labelled">Crop-sized images with human labels, for <see cref="Mixing.Labelled"/>; without one nothing is pasted.</param>
    /// <returns>B new samples of the crop's size on the CPU, in the caller's dispose scope; the inputs are untouched.</returns>
    /// <exception cref="ArgumentException">Some samples have confidence and others don't, or a label is no class id.</exception>
    public IReadOnlyList<Sample> Apply(IReadOnlyList<Sample> batch, RandomKey key, IReadOnlyList<Sample>? labelled = null)
    {
        using var scope = torch.NewDisposeScope();
        var cropped = batch
            .Select((sample, i) => RandomScaleCrop.Draw(sample.Height, sample.Width, _options, key.With(i)).Apply(sample))
            .ToArray();
        var mixed = _options.Mix switch
        {
            Mixing.ClassMix => ClassMix.Apply(cropped, key),
            Mixing.CutMix => CutMix.Apply(cropped, key),
            Mixing.Labelled => ClassMix.Paste(labelled ?? [], cropped, key),
            Mixing.CutOut => CutOut.Apply(cropped, key),
            _ => cropped,
        };
        for (var i = 0; i < mixed.Count; i++)
        {
            LabelledAugmentation.JitterBlurFlipInPlace(mixed[i], _options, key.With(i));
            mixed[i].MoveToOuterDisposeScope();
        }

        return mixed;
    }
}
