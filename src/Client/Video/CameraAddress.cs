using System.Text;
using Prcl.Contracts;

namespace Prcl.Client.Video;

/// <summary>Where a camera is. Name and password are in nothing that people are shown, and in no command line of another program.</summary>
internal sealed class CameraAddress
{
    /// <summary>The variable of name and password, <c>NAME:PASSWORD</c>, for addresses without.</summary>
    public const string Variable = "PRCL_RTSP_CREDENTIALS";

    private const string Rule = "a camera is rtsp://[NAME:PASSWORD@]HOST[:PORT]/PATH, or rtsps://";
    private readonly string _address;
    private readonly string[] _secrets;

    private CameraAddress(string host, string address, string[] secrets) => (Host, _address, _secrets) = (host, address, secrets);

    /// <summary>The camera's host: what people are told.</summary>
    public string Host { get; }

    /// <summary>The images' domain where none is given: the host.</summary>
    /// <exception cref="UsageException">It can't be one.</exception>
    public string Domain => PrclNames.IsName(Host) ? Host : throw new UsageException($"the camera's host '{Host}' can't be a domain: {PrclNames.Rule} (name one with --domain)");

    /// <summary>Reads an address.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <exception cref="UsageException">It isn't one of a camera; the text doesn't repeat what was typed but its scheme.</exception>
    public static CameraAddress Parse(string text, Func<string, string?> variable)
    {
        var scheme = text[..text.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        if (scheme is not ("rtsp" or "rtsps"))
        {
            throw new UsageException($"{scheme}: addresses aren't read, except rtsp: and rtsps: of cameras; download the file and name it");
        }

        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw new UsageException($"this isn't a camera's address: {Rule}");
        }

        var user = uri.UserInfo.Length > 0 ? uri.UserInfo : Escaped(variable(Variable));
        var port = uri.Port > 0 ? $":{uri.Port}" : "";
        return new CameraAddress(uri.Host.Trim('[', ']'), $"{scheme}://{(user.Length > 0 ? user + "@" : "")}{uri.Host}{port}{uri.PathAndQuery}", Secrets(user));
    }

    /// <summary>
    /// What ffmpeg reads on its standard input, since anybody on a machine may see its arguments: the address, and that the stream comes over TCP, where nothing gets lost on the way.
    /// </summary>
    public byte[] Script() => Encoding.UTF8.GetBytes(
        $"ffconcat version 1.0\nfile '{_address.Replace("'", "%27", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal)}'\noption rtsp_transport tcp\n");

    /// <summary>A text of another program, without name and password.</summary>
    public string Redacted(string text) => _secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, "…", StringComparison.Ordinal));

    private static string Escaped(string? credentials)
    {
        if (string.IsNullOrEmpty(credentials))
        {
            return "";
        }

        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? Uri.EscapeDataString(credentials) : $"{Uri.EscapeDataString(credentials[..colon])}:{Uri.EscapeDataString(credentials[(colon + 1)..])}";
    }

    private static string[] Secrets(string user) => user.Length == 0 ? []
        : [.. user.Split(':', 2).Prepend(user).SelectMany(part => new[] { part, Uri.UnescapeDataString(part) }).Where(part => part.Length > 0).Distinct().OrderByDescending(part => part.Length)];
}
