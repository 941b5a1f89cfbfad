using Orleans.Runtime.MembershipService.SiloMetadata;
using Prcl.Contracts.Versions;
using Prcl.Grains.Devices;

namespace Prcl.Grains.Roles;

/// <summary>What a silo is and offers; the other silos read it from its metadata.</summary>
/// <param name="Roles">What it is there for.</param>
/// <param name="Devices">Devices that it trains on: <c>cpu</c>, <c>cuda-0</c>, …; none without <see cref="SiloRoles.Trainer"/>.</param>
/// <param name="DrainTime">How long its trainers may take to hand in and leave when the silo stops.</param>
public sealed record SiloProfile(SiloRoles Roles, IReadOnlyList<string> Devices, TimeSpan DrainTime)
{
    private const string RolesKey = "prcl.roles";
    private const string DevicesKey = "prcl.devices";
    private const string VersionKey = "prcl.version";

    /// <summary>Where predictions and evaluations compute: <c>cpu</c>, <c>cuda-0</c>, …; a thread of its own beside a trainer there.</summary>
    public string InferenceDevice { get; init; } = "cpu";

    /// <summary>Every role, every device that is found, a minute to drain.</summary>
    public static SiloProfile Everything => new(SiloRoles.All, DeviceThreads.Available(), TimeSpan.FromSeconds(60)) { InferenceDevice = DeviceThreads.Available()[0] };

    /// <summary>The names of roles, as people write them.</summary>
    public static string[] NamesOf(SiloRoles roles) => [.. Enum.GetValues<SiloRoles>()
        .Where(r => r is SiloRoles.Trainer or SiloRoles.Predictor or SiloRoles.State or SiloRoles.Web && roles.HasFlag(r)).Select(r => r.ToString().ToLowerInvariant())];

    /// <summary>The profile as metadata.</summary>
    internal Dictionary<string, string> ToMetadata() => new()
    {
        [RolesKey] = ((int)Roles).ToString(System.Globalization.CultureInfo.InvariantCulture),
        [DevicesKey] = string.Join(',', Devices),
        [VersionKey] = ProgramVersion.Release,
    };

    /// <summary>A silo's roles; none while its metadata isn't known yet.</summary>
    internal static SiloRoles RolesOf(SiloMetadata metadata) =>
        metadata.Metadata.TryGetValue(RolesKey, out var text) && int.TryParse(text, out var roles) ? (SiloRoles)roles & SiloRoles.Known : SiloRoles.None;

    /// <summary>A silo's devices.</summary>
    internal static string[] DevicesOf(SiloMetadata metadata) =>
        metadata.Metadata.TryGetValue(DevicesKey, out var text) ? text.Split(',', StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>A silo's version; empty while its metadata isn't known yet.</summary>
    internal static string VersionOf(SiloMetadata metadata) => metadata.Metadata.TryGetValue(VersionKey, out var text) ? text : "";
}
