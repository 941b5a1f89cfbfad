using System.Net;
using Microsoft.AspNetCore.Http;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Http.Doors;

/// <summary>By which names a silo is called over HTTP, as a request's Host says. A page that a browser was lured to comes under a name of its own.</summary>
/// <param name="names">Names besides this machine's loopback ones, without ports.</param>
internal sealed class HostNames(IReadOnlyList<string> names)
{
    /// <summary>Whether any were named.</summary>
    public bool AreNamed => names.Count > 0;

    /// <summary>Reads names, separated by commas.</summary>
    /// <exception cref="HostException">One is no name of a host.</exception>
    public static string[] Read(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(n => Uri.CheckHostName(n.Trim('[', ']')) == UriHostNameType.Unknown) is not { } wrong
            ? names
            : throw new HostException($"http-hosts names '{wrong}', which is no host; it must be names or addresses without ports, separated by commas.");
    }

    /// <summary>Whether a request came under one of them.</summary>
    public bool Has(HostString host)
    {
        var name = host.Host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))
            || names.Any(n => n.Trim('[', ']').Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
