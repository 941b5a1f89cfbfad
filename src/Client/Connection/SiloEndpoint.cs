using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prcl.Client.Connection;

/// <summary>Where a silo's gateway listens.</summary>
/// <param name="Host">A host name or an address; IPv6 without brackets.</param>
/// <param name="Port">A TCP port, 1 to 65535.</param>
public sealed record SiloEndpoint(string Host, int Port)
{
    /// <summary>The rule that <see cref="TryParse"/> checks, for error messages.</summary>
    public const string Rule = "HOST:PORT with a port from 1 to 65535, such as 127.0.0.1:30000 or [::1]:30000";

    /// <summary>The gateway of a silo on this machine.</summary>
    public static SiloEndpoint Default { get; } = new("127.0.0.1", 30000);

    /// <summary>Reads <c>HOST:PORT</c>.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="endpoint">The endpoint when the text follows <see cref="Rule"/>.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SiloEndpoint? endpoint)
    {
        endpoint = null;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (text is null || colon < 1)
        {
            return false;
        }

        var bracketed = text[0] == '[' && text[colon - 1] == ']';
        var host = bracketed ? text[1..(colon - 1)] : text[..colon];
        if ((!bracketed && host.Contains(':', StringComparison.Ordinal))
            || Uri.CheckHostName(host) == UriHostNameType.Unknown
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            return false;
        }

        endpoint = new SiloEndpoint(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
