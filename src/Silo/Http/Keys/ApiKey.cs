using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Keys;

/// <summary>A key as it is kept: without the key itself.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Scopes">What it is for.</param>
/// <param name="Sha256">The key's SHA-256, 64 lower-case hexadecimal digits. A key has 256 random bits, so nothing slower is needed.</param>
/// <param name="CreatedUtc">When it was made.</param>
internal sealed record ApiKey(string Name, Scope[] Scopes, string Sha256, DateTime CreatedUtc)
{
    private const int RandomBytes = 32;
    private const string Prefix = "prcl_";

    /// <summary>Makes a key.</summary>
    /// <returns>The key, which nobody can tell later, and how it is kept.</returns>
    public static (string Key, ApiKey Kept) Make(string name, Scope[] scopes, DateTimeOffset now)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return (key, new ApiKey(name, scopes, HashOf(key), now.UtcDateTime));
    }

    /// <summary>What is kept of a key.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
