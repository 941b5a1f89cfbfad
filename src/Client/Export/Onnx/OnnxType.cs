namespace Prcl.Client.Export.Onnx;

/// <summary>Element types, by their numbers in <c>TensorProto.DataType</c>.</summary>
internal enum OnnxType
{
    /// <summary>32-bit float.</summary>
    Float = 1,

    /// <summary>64-bit whole number.</summary>
    Int64 = 7,
}
