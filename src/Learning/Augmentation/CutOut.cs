using Prcl.Learning.Randomness;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// CutOut (DeVries and Taylor, 2017) for segmentation: a random box of half an image's area is erased. The image takes the
/// ImageNet mean there, which is 0 once it is normalised, the label ignore and the confidence 0.
/// </summary>
public static class CutOut
{
    /// <summary>What stands in an erased box: R, G, B of the ImageNet mean.</summary>
    internal static readonly float[] Erased = [0.485f, 0.456f, 0.406f];

    /// <summary>Erases one box of each image.</summary>
    /// <param name="batch">B samples of one size, all with or all without confidence.</param>
    /// <param name="key">The batch's key; image i draws from its sub-key i.</param>
    /// <returns>New samples; the inputs are untouched.</returns>
    /// <exception cref="ArgumentException">The samples aren't alike.</exception>
    public static IReadOnlyList<Sample> Apply(IReadOnlyList<Sample> batch, RandomKey key) =>
        MixedBatch.Each(batch, (index, _, target) =>
        {
            var box = CutBox.Draw(target.Height, target.Width, key.With(index));
            for (var y = box.Top; y < box.Top + box.Height; y++)
            {
                Erase(target, y * target.Width + box.Left, box.Width);
            }
        });

    private static void Erase(SamplePixels target, int start, int count)
    {
        for (var channel = 0; channel < Erased.Length; channel++)
        {
            target.Image.Slice(channel * target.Label.Length + start, count).Fill(Erased[channel]);
        }

        target.Label.Slice(start, count).Fill(-1);
        if (!target.Confidence.IsEmpty)
        {
            target.Confidence.Slice(start, count).Clear();
        }
    }
}
