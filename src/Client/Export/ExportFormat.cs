namespace Prcl.Client.Export;

/// <summary>A kind of file that a model version is written as.</summary>
internal enum ExportFormat
{
    /// <summary>Tensors by name, with metadata.</summary>
    Safetensors,

    /// <summary>The network that predicts as a graph.</summary>
    Onnx,
}
