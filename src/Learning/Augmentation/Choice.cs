using Prcl.Learning.Randomness;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// One random choice about an image: a branch of its key, so that whether it is jittered never shifts where it is cropped.
/// Never renumber.
/// </summary>
internal enum Choice
{
    ScaleCrop = 1,
    Mix = 2,
    Jitter = 3,
    Blur = 4,
    Flip = 5,
    TeacherCrop = 6,
}

/// <summary>Draws for a choice.</summary>
internal static class ChoiceDraws
{
    /// <summary>A fresh generator for one choice about the image that <paramref name="imageKey"/> belongs to.</summary>
    public static KeyedRandom For(this RandomKey imageKey, Choice choice) => imageKey.With((long)choice).ToRandom();
}
