using Prcl.Learning.Safetensors;
using TorchSharp;

namespace Prcl.Learning.Weights;

/// <summary>A tensor's type and shape.</summary>
internal readonly record struct TensorForm(torch.ScalarType Type, long[] Shape)
{
    public static TensorForm Of(torch.Tensor tensor) => new(tensor.dtype, tensor.shape);

    public static TensorForm Of(SafetensorsEntry entry) => new(entry.DType.ToScalarType(), entry.Shape);

    public bool HasShapeOf(TensorForm other) => Shape.AsSpan().SequenceEqual(other.Shape);

    public override string ToString() => $"{Type}[{string.Join(", ", Shape)}]";
}
