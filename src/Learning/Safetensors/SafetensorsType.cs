namespace Prcl.Learning.Safetensors;

/// <summary>Element types of the safetensors format that torch can hold; the names are the format's <c>dtype</c> strings (<see cref="Bool"/> is <c>BOOL</c>).</summary>
public enum SafetensorsType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>IEEE half precision, 16 bits.</summary>
    F16,

    /// <summary>Brain float, 16 bits: a single's upper half.</summary>
    BF16,

    /// <summary>IEEE single precision, 32 bits.</summary>
    F32,

    /// <summary>IEEE double precision, 64 bits.</summary>
    F64,
}
