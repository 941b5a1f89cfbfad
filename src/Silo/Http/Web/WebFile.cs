using System.IO.Compression;
using System.Security.Cryptography;

namespace Prcl.Silo.Http.Web;

/// <summary>A file of the page, as it is sent.</summary>
internal sealed class WebFile
{
    private const string Index = "index.html";
    private readonly Lazy<byte[]> _packed;

    /// <summary>A file.</summary>
    /// <param name="name">Its path below the build's folder, with slashes.</param>
    /// <param name="bytes">Its content.</param>
    public WebFile(string name, byte[] bytes)
    {
        (Bytes, Tag) = (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]);
        Route = name == Index ? "/" : "/" + name;
        IsHashed = name.StartsWith("assets/", StringComparison.Ordinal);
        Type = TypeOf(Path.GetExtension(name));
        _packed = new Lazy<byte[]>(() => Pack(bytes));
    }

    /// <summary>Where it is asked for.</summary>
    public string Route { get; }

    /// <summary>Its media type.</summary>
    public string Type { get; }

    /// <summary>Its content.</summary>
    public byte[] Bytes { get; }

    /// <summary>Its content by gzip.</summary>
    public byte[] Packed => _packed.Value;

    /// <summary>Stands for the content.</summary>
    public string Tag { get; }

    /// <summary>Whether its name changes with its content, so that it can be kept for good.</summary>
    public bool IsHashed { get; }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static string TypeOf(string ending) => ending switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".md" => "text/plain; charset=utf-8",
        _ => throw new InvalidDataException($"src/Web/dist has a file '{ending}', whose media type isn't known: add it to WebFile.TypeOf."),
    };
}
