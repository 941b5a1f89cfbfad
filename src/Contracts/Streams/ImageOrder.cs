namespace Prcl.Contracts.Streams;

/// <summary>An order of images other than the log's.</summary>
[GenerateSerializer, Alias("prcl.image-order")]
public enum ImageOrder
{
    /// <summary>The newest first; an image whose time lies after that of a later one counts as being of that one's time.</summary>
    Newest = 0,

    /// <summary>The most in doubt first, the newer first of equals; only images of which a doubt is known.</summary>
    Doubt = 1,
}
