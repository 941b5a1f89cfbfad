namespace Prcl.Learning.Augmentation;

/// <summary>In which frame the teacher sees an unlabelled image.</summary>
public enum TeacherInput
{
    /// <summary>At its own scale, cropped at random where it is larger than the given size.</summary>
    Native = 0,

    /// <summary>Resized to the given size, whatever its own: what the published configuration for small images does.</summary>
    Resized = 1,
}
