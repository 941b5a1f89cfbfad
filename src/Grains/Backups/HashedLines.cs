using System.Security.Cryptography;
using System.Text;

namespace Prcl.Grains.Backups;

/// <summary>The SHA-256 of lines of text, each with its line feed.</summary>
internal sealed class HashedLines : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash of the lines so far, 64 hexadecimal digits.</summary>
    public string Sum => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Counts a line in.</summary>
    public void Add(string line)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        _hash.AppendData("\n"u8);
    }

    /// <summary>Writes a line, and counts it in.</summary>
    public void Write(Stream stream, byte[] line)
    {
        stream.Write(line);
        stream.Write("\n"u8);
        _hash.AppendData(line);
        _hash.AppendData("\n"u8);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
