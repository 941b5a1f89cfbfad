using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Commands;

/// <summary>
/// The host's settings as options. Each is also a variable of the environment, <c>PRCL_SILO_NAME</c>, which the option overrides;
/// secrets are variables only, since anybody on a machine may read command lines.
/// </summary>
internal static class ServeOptions
{
    private const string Prefix = "PRCL_SILO_";
    private static readonly SiloSettings Defaults = new();

    /// <summary>The folder of everything durable, for every command that works on it.</summary>
    public static readonly Option<string> DataDir = Text("data-dir", "Folder of everything durable, unless --blobs azure.", "./prcl-data");
    /// <summary>Who may read and write what a command makes.</summary>
    public static readonly Option<string> Access = Text("data-access", "Who may read and write its files: owner (0600), or group too (0660).", "owner");
    private static readonly Option<string> WeightsDir = Text("weights-dir", "Folder of weights (safetensors) that runs may begin with, by their files' names; empty: those that come with the program only.", "");
    private static readonly Option<string> Cluster = Text("cluster", "How silos find each other: local (one silo), or redis (PRCL_SILO_REDIS says where).", "local");
    private static readonly Option<string> Roles = Text("roles", "What this silo is there for: trainer, predictor, state, web, separated by commas.", "trainer,predictor,state");
    private static readonly Option<string> Devices = Text("devices", "Devices to train on: cpu, or cuda (every GPU), or cuda:0,cuda:1 and so on; empty: every GPU found, else cpu.", "");
    private static readonly Option<string> InferenceDevice = Text("inference-device", "Device of predictions and evaluations: cpu, or cuda:0 and so on; empty: the first GPU found, else cpu.", "");
    private static readonly Option<string> Name = Text("name", "The silo's name; empty: silo when it is alone, else the machine's name and the silo's port.", "");
    private static readonly Option<string> Listen = Text("listen", "Address to bind the ports to; anything but loopback needs certificates.", Defaults.Listen.ToString());
    private static readonly Option<string> Advertise = Text("advertise", "Address that others reach this silo at; empty: the one it listens on.", "");
    private static readonly Option<string> Certificates = Text("certificates", "Folder of ca.crt, tls.crt and tls.key: silos and clients are asked for theirs; empty: nobody is.", "");
    private static readonly Option<int> SiloPort = Number("silo-port", "Port between silos; 0: any free one.", Defaults.SiloPort);
    private static readonly Option<int> GatewayPort = Number("gateway-port", "Port for clients; 0: any free one.", Defaults.GatewayPort);
    private static readonly Option<int> HttpPort = Number("http-port", "Port of health, metrics and the HTTP API; 0: any free one; -1: none.", Defaults.HttpPort);
    private static readonly Option<string> ApiKeys = Text("api-keys", "File of keys for HTTP, made by 'prcl-silo keys'; empty: none but PRCL_SILO_API_KEY.", "");
    private static readonly Option<int> ApiRequests = Number("api-requests", "Requests a second that one key may make over HTTP, twice as many at once; 0: no limit.", Defaults.ApiRequests);
    private static readonly Option<string> HttpHosts = Text("http-hosts", "Names by which HTTP may be called besides localhost, without ports, separated by commas; empty: any where keys are asked for.", "");
    private static readonly Option<string> Otlp = Text("otlp", "A collector of figures and traces (OTLP over HTTP), such as http://collector:4318; empty: none.", "");
    private static readonly Option<int> MessageMegabytes = Number("message-megabytes", "Megabytes of one message from a client; a larger one isn't read.", Defaults.MessageMegabytes);
    private static readonly Option<int> Threads = Number("threads", "Threads of tensor work a device; 0: the cores, shared evenly by the trainers.", Defaults.Threads);
    private static readonly Option<double> DrainSeconds = Number("drain-seconds", "How long trainers may take to hand in and leave when the silo is asked to stop.", Defaults.DrainSeconds);
    private static readonly Option<string> Level = Text("log-level", "From which level on the silo's own log lines are written: trace (and everything of the libraries), debug, information, warning, error, none.", "information");
    private static readonly Option<string> Format = Text("log-format", "How log lines are written: text, or json (a document a line).", "text");
    private static readonly Option<double> ProbeSeconds = Number("probe-seconds", "Seconds between two probes of a silo, and patience with each.", Defaults.Membership.ProbeSeconds);
    private static readonly Option<int> MissedProbes = Number("missed-probes", "Probes that a silo may miss before it is suspected.", Defaults.Membership.MissedProbes);
    private static readonly Option<int> DeathVotes = Number("death-votes", "Silos that must suspect one before it counts as dead.", Defaults.Membership.DeathVotes);

    /// <summary>The options, for the command.</summary>
    public static IReadOnlyList<Option> All =>
    [
        DataDir, Access, WeightsDir, Cluster, Roles, Devices, InferenceDevice, Name, Listen, Advertise, Certificates, SiloPort, GatewayPort, HttpPort, ApiKeys, ApiRequests, HttpHosts, Otlp, MessageMegabytes, Threads, DrainSeconds, Level, Format, ProbeSeconds, MissedProbes, DeathVotes,
        .. BlobOptions.All, .. LimitOptions.All,
    ];

    /// <summary>Settings that are variables of the environment only.</summary>
    public static IReadOnlyList<string> Secrets { get; } = ["redis", "cluster-secret", "api-key", .. BlobOptions.Secrets];

    /// <summary>Every variable of the environment that is a setting.</summary>
    public static IEnumerable<string> Variables => All.Select(o => Variable(o.Name.TrimStart('-'))).Concat(Secrets.Select(Variable));

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostException">A setting can't be read.</exception>
    public static SiloSettings Read(ParseResult result) => new()
    {
        DataDirectory = result.GetRequiredValue(DataDir),
        DataAccess = SettingRules.Access(result.GetRequiredValue(Access)),
        WeightsDirectory = result.GetRequiredValue(WeightsDir),
        Blobs = BlobOptions.Read(result),
        Cluster = SettingRules.Cluster(result.GetRequiredValue(Cluster)),
        Redis = Hidden("redis"),
        Roles = SettingRules.Roles(result.GetRequiredValue(Roles)),
        Devices = result.GetRequiredValue(Devices),
        InferenceDevice = result.GetRequiredValue(InferenceDevice),
        Name = result.GetRequiredValue(Name),
        Listen = SettingRules.Address("listen", result.GetRequiredValue(Listen)),
        Advertise = result.GetRequiredValue(Advertise) is { Length: > 0 } address ? SettingRules.Address("advertise", address) : null,
        Certificates = result.GetRequiredValue(Certificates),
        SiloPort = result.GetValue(SiloPort),
        GatewayPort = result.GetValue(GatewayPort),
        HttpPort = result.GetValue(HttpPort),
        ApiKeys = result.GetRequiredValue(ApiKeys),
        ApiRequests = result.GetValue(ApiRequests),
        HttpHosts = HostNames.Read(result.GetRequiredValue(HttpHosts)),
        Otlp = result.GetRequiredValue(Otlp) is { Length: > 0 } collector ? SettingRules.Collector(collector) : null,
        MessageMegabytes = result.GetValue(MessageMegabytes),
        Threads = result.GetValue(Threads),
        DrainSeconds = result.GetValue(DrainSeconds),
        LogLevel = SettingRules.Level(result.GetRequiredValue(Level)),
        LogFormat = SettingRules.Format(result.GetRequiredValue(Format)),
        Limits = LimitOptions.Read(result),
        ApiKey = Hidden("api-key"),
        ClusterSecret = Hidden("cluster-secret"),
        Membership = new MembershipSettings
        {
            ProbeSeconds = result.GetValue(ProbeSeconds),
            MissedProbes = result.GetValue(MissedProbes),
            DeathVotes = result.GetValue(DeathVotes),
        },
    };

    private static Option<string> Text(string name, string meaning, string otherwise) =>
        new("--" + name) { Description = meaning, DefaultValueFactory = _ => Environment(name) ?? otherwise };

    internal static Option<T> Number<T>(string name, string meaning, T otherwise)
        where T : INumber<T> => new("--" + name)
        {
            Description = meaning,
            DefaultValueFactory = _ => Environment(name) is not { } text ? otherwise
                : T.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
                : throw new HostException($"{Variable(name)} is '{text}'; it must be a {(otherwise is int ? "whole " : "")}number."),
        };

    private static Secret? Hidden(string name) => Environment(name) is { } text ? new Secret(text) : null;

    private static string? Environment(string name) => System.Environment.GetEnvironmentVariable(Variable(name)) is { Length: > 0 } text ? text : null;

    private static string Variable(string name) => Prefix + name.ToUpperInvariant().Replace('-', '_');
}
