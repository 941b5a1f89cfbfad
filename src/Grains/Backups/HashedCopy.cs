using System.Buffers;
using System.Security.Cryptography;
using Prcl.Grains.Images;

namespace Prcl.Grains.Backups;

/// <summary>Copies bytes, and hashes what it copies.</summary>
internal static class HashedCopy
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Copies a stream to its end, or to a length.</summary>
    /// <param name="from">What is read.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="length">At most so many bytes.</param>
    /// <param name="cancellation">Stops between reads.</param>
    /// <returns>Bytes copied, and their SHA-256.</returns>
    public static async Task<(long Length, ContentHash Sha256)> Copy(Stream from, Stream to, long length, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var done = 0L;
            while (done < length)
            {
                var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, length - done)), cancellation);
                if (read == 0)
                {
                    break;
                }

                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
                done += read;
            }

            return (done, new ContentHash(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
