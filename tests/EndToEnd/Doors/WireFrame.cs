using System.Buffers;
using System.Buffers.Binary;
using Orleans.Serialization.Buffers;

namespace Prcl.EndToEnd.Doors;

/// <summary>One message as Orleans writes it: two lengths, a header, a body.</summary>
/// <param name="Header">Flags, id, sender, target and so on.</param>
/// <param name="Body">The call.</param>
internal sealed record WireFrame(byte[] Header, byte[] Body)
{
    private const int BeforeSender = 12;

    /// <summary>The same message by somebody else.</summary>
    public WireFrame From(GrainId sender)
    {
        var reader = Reader.Create(Header.AsMemory(BeforeSender), null!);
        SkipId(ref reader);
        SkipId(ref reader);
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(Header.AsSpan(0, BeforeSender));
        var writer = Writer.Create(buffer, null!);
        IdSpanCodec.WriteRaw(ref writer, sender.Type.Value);
        IdSpanCodec.WriteRaw(ref writer, sender.Key);
        writer.Commit();
        buffer.Write(Header.AsSpan(BeforeSender + (int)reader.Position));
        return this with { Header = buffer.WrittenSpan.ToArray() };
    }

    /// <summary>The bytes of the whole frame.</summary>
    public byte[] ToBytes()
    {
        var lengths = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, Header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths.AsSpan(4), Body.Length);
        return [.. lengths, .. Header, .. Body];
    }

    private static void SkipId<T>(ref Reader<T> reader)
    {
        if (reader.ReadVarUInt32() is var length and > 0)
        {
            reader.ReadInt32();
            reader.ReadBytes(length);
        }
    }
}
