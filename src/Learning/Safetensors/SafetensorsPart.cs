namespace Prcl.Learning.Safetensors;

/// <summary>Which part of a safetensors file broke a rule.</summary>
public enum SafetensorsPart
{
    /// <summary>The file as a whole: it is something else.</summary>
    Content,

    /// <summary>The first 8 bytes: the header's length, little-endian.</summary>
    HeaderLength,

    /// <summary>The JSON header as a whole.</summary>
    Header,

    /// <summary>The header's <c>__metadata__</c> object.</summary>
    Metadata,

    /// <summary>One tensor: its header entry or its values.</summary>
    Tensor,

    /// <summary>The bytes after the header.</summary>
    Data,
}
