using System.Buffers.Binary;
using System.Text;

namespace Prcl.Unit.Learning.Safetensors;

/// <summary>Builds files byte by byte, without the writer under test.</summary>
internal static class Handmade
{
    /// <summary>A file of a header and data, with a right length before them.</summary>
    public static byte[] File(string header, byte[] data) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(byte[] header, byte[] data) => [.. Prefix((ulong)header.Length), .. header, .. data];

    public static byte[] Prefix(ulong headerLength)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, headerLength);
        return prefix;
    }
}
