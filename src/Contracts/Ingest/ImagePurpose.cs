namespace Prcl.Contracts.Ingest;

/// <summary>What an image may be used for.</summary>
[GenerateSerializer, Alias("prcl.image-purpose")]
public enum ImagePurpose
{
    /// <summary>To learn from, with or without a label.</summary>
    Train = 0,

    /// <summary>To measure with; it never enters training in any form. Needs a label.</summary>
    Evaluate = 1,
}
