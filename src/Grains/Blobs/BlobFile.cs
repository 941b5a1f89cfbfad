using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Prcl.Grains.Blobs;

/// <summary>
/// A blob as a file: 32 bytes of header, then the content. The header holds what a path cannot: <c>PRCLBLOB</c>, i16 version, u8 whether the
/// blob is appended to, a zero, u32 CRC-32C of the header, and the stamp: 8 random bytes that make every written state's ETag unique, u32
/// CRC-32C of the content (of an appended blob 0, since its frames carry theirs) and u32 CRC-32C of the name. It is swapped in by the same
/// rename as the content. Version 1 had 16 random bytes as its stamp, and nothing told damage from content.
/// </summary>
internal sealed class BlobFile : IDisposable
{
    public const int HeaderLength = 32;
    private const short Version = 2;
    private const short WithoutChecksum = 1;
    private const int StampLength = 16;
    private const int ContentAt = 8;
    private const int NameAt = 12;
    private const int CheckedAtOnce = 1 << 18;

    private readonly bool _hasChecksum;

    private BlobFile(SafeFileHandle handle, bool isAppended, bool hasChecksum, Guid stamp)
        => (Handle, IsAppended, _hasChecksum, Stamp, Length) = (handle, isAppended, hasChecksum, stamp, RandomAccess.GetLength(handle) - HeaderLength);

    public SafeFileHandle Handle { get; private set; }

    public bool IsAppended { get; }

    public Guid Stamp { get; }

    /// <summary>Bytes of content when the file was opened.</summary>
    public long Length { get; }

    public string ETag => ETagOf(Stamp, Length);

    public static string ETagOf(Guid stamp, long length) => $"{stamp:N}-{length:x}";

    /// <summary>The stamp of a new state of a blob.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="content">CRC-32C of its content; 0 of one that is appended to.</param>
    public static Guid NewStamp(string name, uint content)
    {
        Span<byte> stamp = stackalloc byte[StampLength];
        RandomNumberGenerator.Fill(stamp[..ContentAt]);
        BinaryPrimitives.WriteUInt32LittleEndian(stamp[ContentAt..], content);
        BinaryPrimitives.WriteUInt32LittleEndian(stamp[NameAt..], Checksum(name));
        return new Guid(stamp);
    }

    public static byte[] Header(Guid stamp, bool isAppended)
    {
        var header = new byte[HeaderLength];
        "PRCLBLOB"u8.CopyTo(header);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(8), Version);
        header[10] = isAppended ? (byte)1 : (byte)0;
        stamp.TryWriteBytes(header.AsSpan(16));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Checksum(header));
        return header;
    }

    /// <summary>Opens the blob's file; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no blob, another blob, or one of an unknown version.</exception>
    public static BlobFile? Open(string path, string name, FileAccess access = FileAccess.Read)
    {
        SafeFileHandle handle;
        try
        {
            // Asked first, since the opening error of a path through a file or of a folder differs by platform.
            if (!File.Exists(path))
            {
                return null;
            }

            handle = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        try
        {
            return Parse(handle, path, name);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What follows the header, if that doesn't say for sure that it is another blob's; null when nothing does.</summary>
    public static byte[]? Salvage(string path, string name)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length <= HeaderLength)
        {
            return null;
        }

        var header = file.AsSpan(0, HeaderLength);
        var isWhole = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == Checksum(header);
        var isOther = BinaryPrimitives.ReadInt16LittleEndian(header[8..]) == Version && BinaryPrimitives.ReadUInt32LittleEndian(header[(16 + NameAt)..]) != Checksum(name);
        return isWhole && isOther ? null : file[HeaderLength..];
    }

    /// <summary>Holds the content against the checksum that it was written with.</summary>
    /// <exception cref="InvalidDataException">It is another one.</exception>
    public void Verify()
    {
        if (IsAppended || !_hasChecksum)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(CheckedAtOnce);
        try
        {
            var checksum = 0u;
            for (long at = 0; at < Length;)
            {
                var read = RandomAccess.Read(Handle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - at)), HeaderLength + at);
                checksum = Crc32C.Append(checksum, buffer.AsSpan(0, read));
                at += read > 0 ? read : throw new IOException("the file became shorter while it was read");
            }

            Verify(checksum);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>All of the content, verified.</summary>
    /// <inheritdoc cref="Verify()"/>
    public byte[] ReadAll()
    {
        var content = Read(0, Length);
        if (!IsAppended && _hasChecksum)
        {
            Verify(Crc32C.Of(content));
        }

        return content;
    }

    /// <summary>Reads up to the length at opening.</summary>
    public byte[] Read(long offset, long count)
    {
        var bytes = new byte[Math.Clamp(Length - offset, 0, count)];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(Handle, bytes.AsSpan(done), HeaderLength + offset + done);
            done += read > 0 ? read : throw new IOException("the file became shorter while it was read");
        }

        return bytes;
    }

    /// <summary>A stream over the open file, which it takes over: this version of the blob, even when it is replaced meanwhile.</summary>
    public FileStream ToStream()
    {
        var stream = new FileStream(Handle, FileAccess.Read, 64 * 1024);
        Handle = new SafeFileHandle();
        return stream;
    }

    public void Dispose() => Handle.Dispose();

    private static BlobFile Parse(SafeFileHandle handle, string path, string name)
    {
        var header = new byte[HeaderLength];
        if (RandomAccess.Read(handle, header, 0) < HeaderLength || !header.AsSpan(0, 8).SequenceEqual("PRCLBLOB"u8))
        {
            throw new InvalidDataException($"'{path}' is not a blob of this store");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12)) != Checksum(header))
        {
            throw new InvalidDataException($"'{path}' has a damaged blob header");
        }

        var version = BinaryPrimitives.ReadInt16LittleEndian(header.AsSpan(8));
        if (version is not (Version or WithoutChecksum))
        {
            throw new UnknownBlobVersionException($"'{path}' has blob format version {version}; this program reads versions {WithoutChecksum} and {Version}");
        }

        var stamp = header.AsSpan(16);
        return version == WithoutChecksum || BinaryPrimitives.ReadUInt32LittleEndian(stamp[NameAt..]) == Checksum(name)
            ? new BlobFile(handle, header[10] == 1, version == Version, new Guid(stamp))
            : throw new InvalidDataException($"'{path}' was written under another name");
    }

    private void Verify(uint checksum)
    {
        Span<byte> stamp = stackalloc byte[StampLength];
        Stamp.TryWriteBytes(stamp);
        if (BinaryPrimitives.ReadUInt32LittleEndian(stamp[ContentAt..]) != checksum)
        {
            throw new InvalidDataException($"its content of {Length} bytes isn't what was written: the checksum differs");
        }
    }

    private static uint Checksum(string name) => Crc32C.Of(Encoding.UTF8.GetBytes(name));

    // Of everything but itself. Not inverted at either end, as it always was.
    private static uint Checksum(ReadOnlySpan<byte> header) => ~Crc32C.Append(Crc32C.Append(~0u, header[..12]), header[16..]);
}
