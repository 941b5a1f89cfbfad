using TorchSharp;

namespace Prcl.Learning.Safetensors;

/// <summary>What each element type is called in the header, how wide it is, and which torch type holds it.</summary>
internal static class SafetensorsTypeNames
{
    private static readonly (SafetensorsType Type, string Name, int Width, torch.ScalarType Scalar)[] Rows =
    [
        (SafetensorsType.Bool, "BOOL", 1, torch.ScalarType.Bool),
        (SafetensorsType.U8, "U8", 1, torch.ScalarType.Byte),
        (SafetensorsType.I8, "I8", 1, torch.ScalarType.Int8),
        (SafetensorsType.I16, "I16", 2, torch.ScalarType.Int16),
        (SafetensorsType.I32, "I32", 4, torch.ScalarType.Int32),
        (SafetensorsType.I64, "I64", 8, torch.ScalarType.Int64),
        (SafetensorsType.F16, "F16", 2, torch.ScalarType.Float16),
        (SafetensorsType.BF16, "BF16", 2, torch.ScalarType.BFloat16),
        (SafetensorsType.F32, "F32", 4, torch.ScalarType.Float32),
        (SafetensorsType.F64, "F64", 8, torch.ScalarType.Float64),
    ];

    /// <summary>Every supported name, for error messages.</summary>
    public static string All { get; } = string.Join(", ", Rows.Select(row => row.Name));

    /// <summary>Bytes an element.</summary>
    public static int Width(this SafetensorsType type) => Array.Find(Rows, row => row.Type == type).Width;

    /// <summary>The <c>dtype</c> string.</summary>
    public static string Name(this SafetensorsType type) => Array.Find(Rows, row => row.Type == type).Name;

    /// <summary>The torch type of the same width and meaning.</summary>
    public static torch.ScalarType ToScalarType(this SafetensorsType type) => Array.Find(Rows, row => row.Type == type).Scalar;

    /// <summary>The type of a <c>dtype</c> string, or null.</summary>
    public static SafetensorsType? Parse(string name)
    {
        var index = Array.FindIndex(Rows, row => row.Name == name);
        return index < 0 ? null : Rows[index].Type;
    }

    /// <summary>The type that stores a torch type, or null when the format (or this reader) has none.</summary>
    public static SafetensorsType? From(torch.ScalarType scalar)
    {
        var index = Array.FindIndex(Rows, row => row.Scalar == scalar);
        return index < 0 ? null : Rows[index].Type;
    }
}
