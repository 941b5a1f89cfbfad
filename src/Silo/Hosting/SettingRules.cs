using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Prcl.Grains.Devices;
using Prcl.Grains.Roles;
using Prcl.Silo.Logs;
using StackExchange.Redis;

namespace Prcl.Silo.Hosting;

/// <summary>Reads and checks settings of the host; every error names the setting, its value unless that is a secret, and the rule.</summary>
internal static class SettingRules
{
    /// <summary>Checks a number.</summary>
    /// <exception cref="HostException">It is out of range.</exception>
    public static void Range(string setting, double value, double minimum, double maximum)
    {
        if (!(value >= minimum && value <= maximum))
        {
            throw new HostException(string.Create(CultureInfo.InvariantCulture, $"{setting} is {value}; it must be from {minimum} to {maximum}."));
        }
    }

    /// <summary>Reads <c>local</c> or <c>redis</c>.</summary>
    /// <exception cref="HostException">It is neither.</exception>
    public static ClusterKind Cluster(string text) => text.ToUpperInvariant() switch
    {
        "LOCAL" => ClusterKind.Local,
        "REDIS" => ClusterKind.Redis,
        _ => throw new HostException($"cluster is '{text}'; it must be local or redis."),
    };

    /// <summary>Reads <c>owner</c> or <c>group</c>.</summary>
    /// <exception cref="HostException">It is neither.</exception>
    public static DataAccess Access(string text) => text.ToUpperInvariant() switch
    {
        "OWNER" => DataAccess.Owner,
        "GROUP" => DataAccess.Group,
        _ => throw new HostException($"data-access is '{text}'; it must be owner or group."),
    };

    /// <summary>Reads the name of a log level.</summary>
    /// <exception cref="HostException">It is none.</exception>
    public static LogLevel Level(string text) => LogLevels.Names.TryGetValue(text, out var level)
        ? level
        : throw new HostException($"log-level is '{text}'; it must be one of {string.Join(", ", LogLevels.Names.Keys)}.");

    /// <summary>Reads <c>text</c> or <c>json</c>.</summary>
    /// <exception cref="HostException">It is neither.</exception>
    public static LogFormat Format(string text) => text.ToUpperInvariant() switch
    {
        "TEXT" => LogFormat.Text,
        "JSON" => LogFormat.Json,
        _ => throw new HostException($"log-format is '{text}'; it must be text or json."),
    };

    /// <summary>Reads the address of a collector.</summary>
    /// <exception cref="HostException">It is none.</exception>
    public static Uri Collector(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
        ? url
        : throw new HostException($"otlp is '{text}'; it must be an address such as http://collector:4318, without a name or password (OTEL_EXPORTER_OTLP_HEADERS carries a key).");

    /// <summary>Reads a list of roles.</summary>
    /// <exception cref="HostException">It names none, or what is no role.</exception>
    public static SiloRoles Roles(string text)
    {
        var names = SiloProfile.NamesOf(SiloRoles.Known);
        var roles = SiloRoles.None;
        foreach (var word in Words(text))
        {
            roles |= names.Contains(word, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<SiloRoles>(word, ignoreCase: true) : throw Refuse();
        }

        return roles != SiloRoles.None ? roles : throw Refuse();

        HostException Refuse() => new($"roles is '{text}'; it must be one or more of {string.Join(", ", names)}, separated by commas.");
    }

    /// <summary>Finds the devices that a list names; every GPU, else the CPU, when it is empty.</summary>
    /// <exception cref="HostException">A device isn't here.</exception>
    public static IReadOnlyList<string> Devices(string text)
    {
        try
        {
            return Words(text) is { Length: > 0 } names ? DeviceThreads.Choose(names) : DeviceThreads.Available();
        }
        catch (ArgumentException failure)
        {
            throw new HostException($"devices is '{text}': {failure.Message}.", failure);
        }
    }

    /// <summary>Finds the device that a setting names; the first GPU, else the CPU, when it is empty.</summary>
    /// <exception cref="HostException">It isn't here, or they are several.</exception>
    public static string Device(string setting, string text)
    {
        try
        {
            return text.Length == 0 ? DeviceThreads.Available()[0]
                : DeviceThreads.Choose([text]) is [var device] ? device
                : throw new HostException($"{setting} is '{text}', which are several devices; it must be one, such as cpu or cuda:0.");
        }
        catch (ArgumentException failure)
        {
            throw new HostException($"{setting} is '{text}': {failure.Message}.", failure);
        }
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="HostException">It is none.</exception>
    public static IPAddress Address(string setting, string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new HostException($"{setting} is '{text}'; it must be an IP address, such as 0.0.0.0 or 10.1.2.3.");

    /// <summary>Reads Redis's connection string; its errors don't repeat it.</summary>
    /// <exception cref="HostException">It can't be read, or names no server.</exception>
    public static ConfigurationOptions Redis(Secret? text)
    {
        const string Example = "'HOST:6379', or 'HOST:6380,ssl=true,password=…'";
        try
        {
            var options = ConfigurationOptions.Parse((text ?? throw new HostException($"redis isn't set; cluster redis needs a connection string, PRCL_SILO_REDIS, such as {Example}.")).Reveal());
            if (options.EndPoints.Count == 0)
            {
                throw new HostException($"redis names no server; it must be such as {Example}.");
            }

            // An address such as redis://:PASSWORD@HOST would be taken for a host's name, and told with the password in it.
            return options.EndPoints.OfType<DnsEndPoint>().All(e => Uri.CheckHostName(e.Host) != UriHostNameType.Unknown)
                ? options
                : throw new HostException($"redis names a server that is no host; it must be such as {Example}.");
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            throw new HostException($"redis can't be read as a connection string; it must be such as {Example}.");
        }
    }

    /// <summary>Checks the length of a secret.</summary>
    /// <exception cref="HostException">It is too short.</exception>
    public static void Length(string setting, Secret? secret)
    {
        if (secret is { Length: < Secret.MinimumLength })
        {
            throw new HostException($"{setting} has {secret.Length} characters; it must have at least {Secret.MinimumLength}.");
        }
    }

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
