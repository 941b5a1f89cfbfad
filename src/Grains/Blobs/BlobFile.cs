using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Prcl.Grains.Blobs;

/// <summary>
/// A blob as a file: 32 bytes of header, then the content. The header holds what a path cannot: a format version, whether the blob is
/// appended to, and a random generation that makes every written state's ETag unique, swapped in by the same rename as the content.
/// </summary>
internal sealed class BlobFile : IDisposable
{
    public const int HeaderLength = 32;
    private const short Version = 1;

    private BlobFile(SafeFileHandle handle, bool isAppended, Guid generation)
        => (Handle, IsAppended, Generation, Length) = (handle, isAppended, generation, RandomAccess.GetLength(handle) - HeaderLength);

    public SafeFileHandle Handle { get; private set; }

    public bool IsAppended { get; }

    public Guid Generation { get; }

    /// <summary>Bytes of content when the file was opened.</summary>
    public long Length { get; }

    public string ETag => ETagOf(Generation, Length);

    public static string ETagOf(Guid generation, long length) => $"{generation:N}-{length:x}";

    public static byte[] Header(Guid generation, bool isAppended)
    {
        var header = new byte[HeaderLength];
        "PRCLBLOB"u8.CopyTo(header);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(8), Version);
        header[10] = isAppended ? (byte)1 : (byte)0;
        generation.TryWriteBytes(header.AsSpan(16));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Checksum(header));
        return header;
    }

    /// <summary>Opens the blob's file; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no blob, or one of an unknown version.</exception>
    public static BlobFile? Open(string path, FileAccess access = FileAccess.Read)
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
            return Parse(handle, path);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
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

    private static BlobFile Parse(SafeFileHandle handle, string path)
    {
        var header = new byte[HeaderLength];
        if (RandomAccess.Read(handle, header, 0) < HeaderLength || !header.AsSpan(0, 8).SequenceEqual("PRCLBLOB"u8))
        {
            throw new InvalidDataException($"'{path}' is not a blob of this store");
        }

        var version = BinaryPrimitives.ReadInt16LittleEndian(header.AsSpan(8));
        if (version != Version)
        {
            throw new InvalidDataException($"'{path}' has blob format version {version}; this program reads version {Version}");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12)) != Checksum(header))
        {
            throw new InvalidDataException($"'{path}' has a damaged blob header");
        }

        return new BlobFile(handle, header[10] == 1, new Guid(header.AsSpan(16)));
    }

    private static uint Checksum(ReadOnlySpan<byte> header)
    {
        var crc = BitOperations.Crc32C(0u, BinaryPrimitives.ReadUInt64LittleEndian(header));
        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(header[8..]));
        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(header[16..]));
        return BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(header[24..]));
    }
}
