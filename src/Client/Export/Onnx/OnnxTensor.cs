namespace Prcl.Client.Export.Onnx;

/// <summary>A tensor that the file holds (<c>TensorProto</c>); its bytes are read when they are written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Length">Bytes of its numbers.</param>
/// <param name="Data">The numbers, little-endian, row by row.</param>
internal sealed record OnnxTensor(string Name, OnnxType Type, long[] Shape, long Length, Func<byte[]> Data)
{
    private const int RawData = 9;

    /// <summary>Everything before the numbers.</summary>
    public ProtoMessage Head()
    {
        var head = new ProtoMessage();
        foreach (var side in Shape)
        {
            head.Number(1, side);
        }

        return head.Number(2, (int)Type).Text(8, Name).Head(RawData, Length);
    }
}
