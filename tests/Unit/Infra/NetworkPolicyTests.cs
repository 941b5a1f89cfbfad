using k8s.Models;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Infra;

/// <summary>Who may talk to whom, worked out from the policies as a network plug-in does.</summary>
public sealed class NetworkPolicyTests
{
    private static readonly SiloSettings Defaults = new();
    private static readonly Dictionary<string, string> Client = new() { ["prcl.orleans/client"] = "true" };
    private static readonly Dictionary<string, string> Stranger = new() { ["app"] = "stranger" };

    public static TheoryData<string> Overlays => [.. Manifests.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Silos_reach_silos_and_Redis_and_nobody_else_does(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);
        var (state, trainer, redis) = (Labels(manifests, "prcl-state"), Labels(manifests, "prcl-trainer"), Labels(manifests, "prcl-redis"));

        Assert.True(MayReach(manifests, trainer, state, Defaults.SiloPort));
        Assert.True(MayReach(manifests, state, trainer, Defaults.SiloPort));
        Assert.True(MayReach(manifests, state, redis, 6379));
        Assert.All([Client, Stranger, redis], from => Assert.False(MayReach(manifests, from, state, Defaults.SiloPort)));
        Assert.All([Client, Stranger], from => Assert.False(MayReach(manifests, from, redis, 6379)));
        Assert.False(MayReach(manifests, redis, state, Defaults.GatewayPort));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Clients_reach_gateways_only(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);
        var state = Labels(manifests, "prcl-state");

        Assert.True(MayReach(manifests, Client, state, Defaults.GatewayPort));
        Assert.False(MayReach(manifests, Client, state, Defaults.HttpPort));
        Assert.False(MayReach(manifests, Stranger, state, Defaults.GatewayPort));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task What_no_policy_names_is_denied(string overlay)
    {
        var everything = Assert.Single((await Manifests.Rendered(overlay)).Of<V1NetworkPolicy>(), p => p.Metadata.Name == "deny-all").Spec;

        Assert.Equal(["Ingress", "Egress"], everything.PolicyTypes);
        Assert.True(everything.PodSelector.MatchLabels is null or { Count: 0 });
        Assert.True(everything is { Ingress: null or { Count: 0 }, Egress: null or { Count: 0 } });
    }

    [Fact]
    public async Task Azurite_is_reached_by_silos_only()
    {
        var manifests = await Manifests.Rendered("local");
        var (state, azurite) = (Labels(manifests, "prcl-state"), Labels(manifests, "prcl-azurite"));

        Assert.True(MayReach(manifests, state, azurite, 10000));
        Assert.False(MayReach(manifests, Client, azurite, 10000));
    }

    [Fact]
    public async Task Prometheus_reaches_metrics_in_the_cloud()
    {
        var policy = (await Manifests.Rendered("azure")).One<V1NetworkPolicy>("metrics").Spec;

        Assert.Equal("monitoring", policy.Ingress[0].FromProperty[0].NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
        Assert.Equal(Defaults.HttpPort.ToString(System.Globalization.CultureInfo.InvariantCulture), policy.Ingress[0].Ports[0].Port.Value);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_policy_and_every_pod_is_in_the_namespace_that_Bicep_federates(string overlay) =>
        Assert.All((await Manifests.Rendered(overlay)).All, r => Assert.Equal("prcl", r is V1Namespace ? r.Metadata.Name : r.Metadata.NamespaceProperty));

    private static Dictionary<string, string> Labels(Manifests manifests, string workload) => new(manifests.Pods()[workload].Metadata.Labels);

    // Within the namespace: one policy must let it out, and one must let it in.
    private static bool MayReach(Manifests manifests, Dictionary<string, string> from, Dictionary<string, string> to, int port)
    {
        var policies = manifests.Of<V1NetworkPolicy>().Select(p => p.Spec).ToArray();
        return policies.Where(p => Selects(p.PodSelector, from)).SelectMany(p => p.Egress ?? []).Any(r => Names(r.To, to) && Names(r.Ports, port))
            && policies.Where(p => Selects(p.PodSelector, to)).SelectMany(p => p.Ingress ?? []).Any(r => Names(r.FromProperty, from) && Names(r.Ports, port));
    }

    private static bool Names(IList<V1NetworkPolicyPeer>? peers, Dictionary<string, string> pod) =>
        peers is null or { Count: 0 } || peers.Any(p => p is { IpBlock: null, NamespaceSelector: null } && Selects(p.PodSelector, pod));

    private static bool Names(IList<V1NetworkPolicyPort>? ports, int port) =>
        ports is null or { Count: 0 } || ports.Any(p => p.Port.Value == port.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static bool Selects(V1LabelSelector selector, Dictionary<string, string> pod)
    {
        Assert.Null(selector.MatchExpressions);
        return (selector.MatchLabels ?? new Dictionary<string, string>()).All(l => pod.TryGetValue(l.Key, out var value) && value == l.Value);
    }
}
