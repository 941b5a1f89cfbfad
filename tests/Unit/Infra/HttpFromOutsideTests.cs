using k8s.Models;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Api.Bodies;
using Xunit;

namespace Prcl.Unit.Infra;

public sealed class HttpFromOutsideTests
{
    public static TheoryData<string> WaysIn => ["ingress", "http-route"];

    [Fact]
    public void The_ingress_ends_TLS_and_leads_through_the_service_to_the_silos_HTTP_port()
    {
        var ingress = Read("ingress/ingress.yaml").One<V1Ingress>("prcl-http").Spec;
        var service = Service();
        var (rule, port) = (Assert.Single(ingress.Rules), Assert.Single(service.Ports));
        var backend = Assert.Single(rule.Http.Paths).Backend.Service;
        var pod = Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "base", "silo-pod.yaml")).Pods().Single().Value;

        Assert.Equal(("prcl-http", port.Name), (backend.Name, backend.Port.Name));
        Assert.Equal([rule.Host], Assert.Single(ingress.Tls).Hosts);
        Assert.Equal(new SiloSettings().HttpPort, pod.Spec.Containers[0].Ports.Single(p => p.Name == port.TargetPort.Value).ContainerPort);
    }

    [Fact]
    public void The_route_leads_from_a_listener_with_TLS_to_the_same_service_and_cuts_no_stream_of_events_off()
    {
        var route = Route();
        var rule = Assert.Single(route.Rules);
        var backend = Assert.Single(rule.BackendRefs);

        Assert.Equal("https", Assert.Single(route.ParentRefs).SectionName);
        Assert.Equal(("prcl-http", Assert.Single(Service().Ports).Port), (backend.Name, backend.Port));
        Assert.Equal(("PathPrefix", "/", "0s"), (Assert.Single(rule.Matches).Path.Type, rule.Matches[0].Path.Value, rule.Timeouts.Request));
    }

    [Fact]
    public void Silos_answer_to_the_name_that_the_ways_in_have()
    {
        var named = Read("http/silo-pod.yaml").Pods().Single().Value.Spec.Containers[0].Env.Single(v => v.Name == "PRCL_SILO_HTTP_HOSTS").Value;

        Assert.Equal(named, Assert.Single(Read("ingress/ingress.yaml").One<V1Ingress>("prcl-http").Spec.Rules).Host);
        Assert.Equal([named], Route().Hostnames);
    }

    [Theory]
    [MemberData(nameof(WaysIn))]
    public void The_controller_alone_is_let_in_and_at_that_port(string way)
    {
        var policy = Read($"{way}/network-policy.yaml").One<V1NetworkPolicy>("http").Spec;
        var from = Assert.Single(Assert.Single(policy.Ingress).FromProperty);

        Assert.Equal(Service().Selector, policy.PodSelector.MatchLabels);
        Assert.True(from.NamespaceSelector is not null && from.PodSelector is not null);
        Assert.Equal(new SiloSettings().HttpPort.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(policy.Ingress[0].Ports).Port.Value);
    }

    [Theory]
    [MemberData(nameof(WaysIn))]
    public async Task A_way_in_can_be_added_to_an_overlay_and_leads_to_silos_that_do_nothing_else(string way)
    {
        var rendered = await Manifests.RenderedWith("local", way);
        var pods = rendered.Silos().Where(s => Service().Selector.All(l => s.Value.Metadata.Labels.TryGetValue(l.Key, out var value) && value == l.Value)).ToArray();

        Assert.Equal("web", Assert.Single(pods).Value.Spec.Containers[0].Env.Single(v => v.Name == "PRCL_SILO_ROLES").Value);
        Assert.All(rendered.Silos().Values, s => Assert.Single(s.Spec.Containers[0].Env, v => v.Name == "PRCL_SILO_HTTP_HOSTS"));
    }

    [Fact]
    public void The_controller_takes_bodies_as_large_as_silos_do()
    {
        var limit = Read("ingress/ingress.yaml").One<V1Ingress>("prcl-http").Metadata.Annotations["nginx.ingress.kubernetes.io/proxy-body-size"];

        Assert.True(long.Parse(limit.TrimEnd('m')) << 20 > Math.Max(BodyLimits.Images, BodyLimits.ImageAndLabel), limit);
    }

    private static V1ServiceSpec Service() => Read("http/service.yaml").One<V1Service>("prcl-http").Spec;

    private static HttpRoute.HttpRouteSpec Route() => Read("http-route/http-route.yaml").One<HttpRoute>("prcl-http").Spec;

    private static Manifests Read(string file) => Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "components", file));
}
