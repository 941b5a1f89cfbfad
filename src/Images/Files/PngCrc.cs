using System.Buffers.Binary;

namespace Prcl.Images.Files;

/// <summary>CRC-32 of PNG chunks (polynomial EDB88320, reflected), eight bytes at a time.</summary>
internal static class PngCrc
{
    private static readonly uint[] Tables = BuildTables(); // [8 × 256]

    /// <summary>The CRC of a chunk's type and data.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var tables = Tables.AsSpan(0, 8 * 256);
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[(int)(1792 + (low & 255))] ^ tables[(int)(1536 + (low >> 8 & 255))]
                ^ tables[(int)(1280 + (low >> 16 & 255))] ^ tables[(int)(1024 + (low >> 24))]
                ^ tables[(int)(768 + (high & 255))] ^ tables[(int)(512 + (high >> 8 & 255))]
                ^ tables[(int)(256 + (high >> 16 & 255))] ^ tables[(int)(high >> 24)];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = tables[(int)((crc ^ value) & 255)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            tables[i] = tables[tables[i - 256] & 255] ^ (tables[i - 256] >> 8);
        }

        return tables;
    }
}
