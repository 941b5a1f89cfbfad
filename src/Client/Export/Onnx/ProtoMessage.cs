using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Prcl.Client.Export.Onnx;

/// <summary>
/// A protobuf message as it is written: the few wire types that ONNX files take. Source: the encoding's description at protobuf.dev, "Encoding".
/// </summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Bytes so far.</summary>
    public long Length => _bytes.WrittenCount;

    /// <summary>A whole number, 0 or more.</summary>
    public ProtoMessage Number(int field, long value)
    {
        Tag(field, Varint);
        Raw((ulong)value);
        return this;
    }

    /// <summary>A float.</summary>
    public ProtoMessage Float(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A text.</summary>
    public ProtoMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes.</summary>
    public ProtoMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Head(field, value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>A message within.</summary>
    public ProtoMessage Message(int field, ProtoMessage value)
    {
        Head(field, value.Length);
        _bytes.Write(value._bytes.WrittenSpan);
        return this;
    }

    /// <summary>How a field of so many bytes begins, which somebody else writes behind it.</summary>
    public ProtoMessage Head(int field, long length)
    {
        Tag(field, Delimited);
        Raw((ulong)length);
        return this;
    }

    /// <summary>Writes it.</summary>
    public void WriteTo(Stream target) => target.Write(_bytes.WrittenSpan);

    private void Tag(int field, int type) => Raw((ulong)(field << 3 | type));

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
