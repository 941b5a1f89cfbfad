namespace Prcl.Learning.Randomness;

/// <summary>What a random choice is for; part of its key, so that adding one choice never shifts another. Never renumber.</summary>
public enum Purpose
{
    /// <summary>Initial weights.</summary>
    Initialisation = 1,

    /// <summary>Which labelled and replayed images enter a batch.</summary>
    Batch = 2,

    /// <summary>Augmentation of the labelled images.</summary>
    LabelledAugmentation = 3,

    /// <summary>The crop that the teacher sees of an unlabelled image.</summary>
    TeacherCrop = 4,

    /// <summary>Strong augmentation of the unlabelled images, mixing included.</summary>
    StrongAugmentation = 5,

    /// <summary>Which pixels become anchors.</summary>
    Anchors = 6,

    /// <summary>Which pixels become negatives.</summary>
    Negatives = 7,

    /// <summary>The noise of virtual negatives.</summary>
    VirtualNegatives = 8,

    /// <summary>Procedural scenes.</summary>
    Scenes = 9,

    /// <summary>What a memory bank remembers and gives.</summary>
    MemoryBank = 10,

    /// <summary>Which labelled images take on which colours.</summary>
    Style = 11,
}
