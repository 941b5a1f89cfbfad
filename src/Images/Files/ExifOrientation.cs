using System.Buffers.Binary;

namespace Prcl.Images.Files;

/// <summary>Finds the orientation in EXIF data: tag 0x0112 of the first directory (EXIF 2.32, section 4.6.4).</summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;

    /// <summary>The orientation 1–8 of a TIFF block; 1 when it holds none or is damaged, because a wrong tag is no reason to refuse a sound image.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return 1;
        }

        var isLittle = tiff.StartsWith("II*\0"u8);
        if (!isLittle && !tiff.StartsWith("MM\0*"u8))
        {
            return 1;
        }

        var start = ReadUInt32(tiff[4..], isLittle);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        var directory = tiff[(int)start..];
        var count = ReadUInt16(directory, isLittle);
        directory = directory[2..];
        for (var i = 0; i < count && directory.Length >= 12; i++, directory = directory[12..])
        {
            if (ReadUInt16(directory, isLittle) == OrientationTag && ReadUInt16(directory[2..], isLittle) == ShortType)
            {
                var value = ReadUInt16(directory[8..], isLittle);
                return value is >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
