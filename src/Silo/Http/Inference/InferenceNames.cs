namespace Prcl.Silo.Http.Inference;

/// <summary>Words of the open inference protocol, version 2, and of its extension for binary tensors.</summary>
internal static class InferenceNames
{
    /// <summary>The header that says how many bytes of a body are JSON; tensors follow.</summary>
    public const string HeaderLength = "Inference-Header-Content-Length";

    /// <summary>The extension's name.</summary>
    public const string BinaryExtension = "binary_tensor_data";

    /// <summary>Text or bytes of any length.</summary>
    public const string Bytes = "BYTES";

    /// <summary>The one input: an image file.</summary>
    public const string Image = "image";

    /// <summary>The output of class ids.</summary>
    public const string Index = "index";

    /// <summary>The output of uncertainties.</summary>
    public const string Uncertainty = "uncertainty";

    /// <summary>The type of class ids of a run: a signed one where a byte doesn't hold them, as more runtimes know it than the unsigned one.</summary>
    public static string IndexType(int classes) => classes <= 256 ? "UINT8" : "INT16";
}
