using System.Net;
using Microsoft.Extensions.Logging;
using Prcl.Contracts;
using Prcl.Grains.Roles;
using Prcl.Silo.Logs;

namespace Prcl.Silo.Hosting;

/// <summary>What a host needs to know besides the runs' own settings.</summary>
public sealed record SiloSettings
{
    /// <summary>The <see cref="HttpPort"/> of a silo without HTTP.</summary>
    public const int NoHttp = -1;

    /// <summary>Folder of everything durable, when <see cref="Blobs"/> are files. Silos of one machine may share it when they are a cluster.</summary>
    public string DataDirectory { get; init; } = "prcl-data";

    /// <summary>Who may read and write that folder's files.</summary>
    public DataAccess DataAccess { get; init; } = DataAccess.Owner;

    /// <summary>Folder of weights that runs may begin with, by their files' names; empty: those that come with the program only.</summary>
    public string WeightsDirectory { get; init; } = "";

    /// <summary>A file of weights that a run may begin with by its path, for a silo whose only client sits before it; empty: none.</summary>
    public string WeightsFile { get; init; } = "";

    /// <summary>Where everything durable is kept.</summary>
    public BlobSettings Blobs { get; init; } = new();

    /// <summary>How silos find each other.</summary>
    public ClusterKind Cluster { get; init; } = ClusterKind.Local;

    /// <summary>StackExchange.Redis's connection string; passwords and TLS settings are passed through.</summary>
    public Secret? Redis { get; init; }

    /// <summary>How soon a silo that is gone is noticed.</summary>
    public MembershipSettings Membership { get; init; } = new();

    /// <summary>What the silo takes of its machine.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>What this silo is there for.</summary>
    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>Devices that it trains on, <c>cpu</c> or <c>cuda:0,…</c>; empty: every GPU found, else the CPU.</summary>
    public string Devices { get; init; } = "";

    /// <summary>Device of predictions and evaluations, <c>cpu</c> or <c>cuda:0</c>; empty: the first GPU found, else the CPU.</summary>
    public string InferenceDevice { get; init; } = "";

    /// <summary>How long trainers may take to hand in and leave when the silo is asked to stop, in seconds, 1 to 3,600.</summary>
    public double DrainSeconds { get; init; } = 60;

    /// <summary>Address that the ports are bound to. Anything but loopback needs <see cref="Certificates"/>.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Address that other silos and clients reach this one at; null: <see cref="Listen"/>, or this machine's own when that is all of them.</summary>
    public IPAddress? Advertise { get; init; }

    /// <summary>Port between silos, 1 to 65,535; 0: any free one.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for clients, 1 to 65,535; 0: any free one.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Port of health, metrics and the API over HTTP, 1 to 65,535; 0: any free one; −1: none.</summary>
    public int HttpPort { get; init; } = 30080;

    /// <summary>A key that may do everything over HTTP; null: none.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>File of further keys over HTTP, each for what it is needed for (<c>prcl-silo keys</c>); empty: none. With neither, HTTP asks for no key.</summary>
    public string ApiKeys { get; init; } = "";

    /// <summary>Requests a second that one key may make over HTTP, twice as many at once, 0 to 10⁶; 0: no limit.</summary>
    public int ApiRequests { get; init; } = 200;

    /// <summary>
    /// Names and addresses, without ports, by which HTTP may be called besides this machine's loopback ones. Empty: any where keys are asked for, only
    /// those where they aren't.
    /// </summary>
    public IReadOnlyList<string> HttpHosts { get; init; } = [];

    /// <summary>A collector of figures and traces, which takes OTLP over HTTP, without the path of either; null: none.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>
    /// Folder with ca.crt, tls.crt and tls.key: what the silo and gateway ports speak mutual TLS with; empty: they don't. Anything but loopback needs it.
    /// </summary>
    public string Certificates { get; init; } = "";

    /// <summary>What every grain call must carry; null: nothing.</summary>
    public Secret? ClusterSecret { get; init; }

    /// <summary>Megabytes (2²⁰ bytes) of one message from a client, 1 to 100: more ends its connection before it is read.</summary>
    public int MessageMegabytes { get; init; } = 72;

    /// <summary>Threads of tensor work a device; 0: the cores, shared evenly by the trainers.</summary>
    public int Threads { get; init; }

    /// <summary>The silo's name in the cluster; empty: <c>silo</c> when it is alone, else the machine's name and the silo's port.</summary>
    public string Name { get; init; } = "";

    /// <summary>From which level on this program's log lines are written, at the start.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How log lines are written.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>Where others reach this silo.</summary>
    internal IPAddress Reachable => Advertise ?? Listen;

    /// <summary>These settings with free ports in the place of 0, a name and an address.</summary>
    /// <exception cref="HostException">A setting breaks its rule.</exception>
    public SiloSettings Checked()
    {
        SettingRules.Range("silo-port", SiloPort, 0, IPEndPoint.MaxPort);
        SettingRules.Range("gateway-port", GatewayPort, 0, IPEndPoint.MaxPort);
        SettingRules.Range("http-port", HttpPort, NoHttp, IPEndPoint.MaxPort);
        SettingRules.Range("api-requests", ApiRequests, 0, 1e6);
        SettingRules.Range("message-megabytes", MessageMegabytes, 1, 100);
        SettingRules.Range("threads", Threads, 0, 1024);
        SettingRules.Range("drain-seconds", DrainSeconds, 1, 3600);
        SettingRules.Length("cluster-secret", ClusterSecret);
        SettingRules.Length("api-key", ApiKey);
        Membership.Checked();
        Limits.Checked();
        Blobs.Check();
        CheckPlaces();
        CheckPorts();
        CheckCluster();
        CheckSecrets();
        var free = Ports.FindFree(3);
        var siloPort = SiloPort == 0 ? free[0] : SiloPort;
        return this with
        {
            Name = CheckedName(siloPort),
            SiloPort = siloPort,
            GatewayPort = GatewayPort == 0 ? free[1] : GatewayPort,
            HttpPort = HttpPort == 0 ? free[2] : HttpPort,
            DataDirectory = Path.GetFullPath(DataDirectory),
            WeightsDirectory = WeightsDirectory.Length == 0 ? "" : Path.GetFullPath(WeightsDirectory),
            ApiKeys = ApiKeys.Length == 0 ? "" : Path.GetFullPath(ApiKeys),
            Advertise = Advertise ?? (IsEvery(Listen) ? Ports.OwnAddress() : Listen),
        };
    }

    private void CheckPlaces()
    {
        if (DataDirectory.Length == 0 || DataDirectory.Contains('\0', StringComparison.Ordinal))
        {
            throw new HostException("data-dir is empty, or no path; it must be a folder.");
        }

        if (WeightsDirectory.Length > 0 && !Directory.Exists(WeightsDirectory))
        {
            throw new HostException($"weights-dir is '{WeightsDirectory}', which is no folder; it must be one, with safetensors files in it.");
        }

        if (Advertise is { } address && IsEvery(address))
        {
            throw new HostException($"advertise is {address}, which is every address; it must be the one that others reach this silo at.");
        }
    }

    private static bool IsEvery(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private void CheckPorts()
    {
        var ports = new[] { ("silo-port", SiloPort), ("gateway-port", GatewayPort), ("http-port", HttpPort) };
        if (ports.Where(p => p.Item2 > 0).GroupBy(p => p.Item2).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new HostException($"{string.Join(" and ", twice.Select(p => p.Item1))} are both {twice.Key}; they must differ.");
        }
    }

    private void CheckCluster()
    {
        if (Cluster == ClusterKind.Redis)
        {
            SettingRules.Redis(Redis);
        }
        else if (Redis is not null)
        {
            throw new HostException("redis is set, but cluster is local; set cluster to redis, or remove it.");
        }
        else if (!Roles.HasFlag(SiloRoles.State))
        {
            throw new HostException($"roles is '{string.Join(',', SiloProfile.NamesOf(Roles))}'; in a local cluster one silo is everything and needs the role state. Several silos need cluster redis.");
        }
    }

    private void CheckSecrets()
    {
        if (!IPAddress.IsLoopback(Listen) && Certificates.Length == 0)
        {
            throw new HostException($"listen is {Listen}: a silo that other machines can reach needs certificates; make them with \"prcl-silo certificates\", and name the silo's folder with --certificates.");
        }

        if (!IPAddress.IsLoopback(Listen) && HttpPort != NoHttp && ApiKey is null && ApiKeys.Length == 0)
        {
            throw new HostException($"listen is {Listen}: HTTP that other machines can reach needs API keys, PRCL_SILO_API_KEY or --api-keys, or http-port {NoHttp} for none.");
        }
    }

    private string CheckedName(int siloPort)
    {
        var name = Name.Length > 0 ? Name : Cluster == ClusterKind.Local ? "silo" : $"{Environment.MachineName}-{siloPort}";
        return PrclNames.IsName(name) ? name : throw new HostException($"name is '{name}'; it must be {PrclNames.Rule}.");
    }
}
