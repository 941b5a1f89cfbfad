using Prcl.Learning.Randomness;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// CutMix (Yun et al., ICCV 2019) for segmentation: a random box of half an image's area is pasted, with its pseudo-label
/// and confidence, onto the same place of the next image of the batch.
/// </summary>
public static class CutMix
{
    /// <summary>Pastes from each image i, as it came, onto image (i + 1) mod B.</summary>
    /// <param name="batch">B samples of one size, all with or all without confidence.</param>
    /// <param name="key">The batch's key; image i draws from its sub-key i.</param>
    /// <returns>New samples; the inputs are untouched. A batch of one comes back as a copy.</returns>
    /// <exception cref="ArgumentException">The samples aren't alike.</exception>
    public static IReadOnlyList<Sample> Apply(IReadOnlyList<Sample> batch, RandomKey key) =>
        MixedBatch.PasteOntoNext(batch, (index, source, target) =>
        {
            var box = CutBox.Draw(source.Height, source.Width, key.With(index));
            for (var y = box.Top; y < box.Top + box.Height; y++)
            {
                target.Paste(source, y * source.Width + box.Left, box.Width);
            }
        });
}
