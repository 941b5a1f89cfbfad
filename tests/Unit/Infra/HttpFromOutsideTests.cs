using k8s.Models;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Api.Bodies;
using Xunit;

namespace Prcl.Unit.Infra;

public sealed class HttpFromOutsideTests
{
    private static readonly string Folder = Path.Combine(InfraFolder.Kubernetes, "components", "http");

    [Fact]
    public void The_ingress_ends_TLS_and_leads_through_the_service_to_the_silos_HTTP_port()
    {
        var ingress = Read("ingress.yaml").One<V1Ingress>("prcl-http").Spec;
        var service = Read("service.yaml").One<V1Service>("prcl-http").Spec;
        var (rule, port) = (Assert.Single(ingress.Rules), Assert.Single(service.Ports));
        var backend = Assert.Single(rule.Http.Paths).Backend.Service;
        var pod = Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "base", "silo-pod.yaml")).Pods().Single().Value;

        Assert.Equal(("prcl-http", port.Name), (backend.Name, backend.Port.Name));
        Assert.Equal([rule.Host], Assert.Single(ingress.Tls).Hosts);
        Assert.Equal(new SiloSettings().HttpPort, pod.Spec.Containers[0].Ports.Single(p => p.Name == port.TargetPort.Value).ContainerPort);
    }

    [Fact]
    public void Silos_answer_to_the_name_that_the_ingress_has()
    {
        var host = Assert.Single(Read("ingress.yaml").One<V1Ingress>("prcl-http").Spec.Rules).Host;
        var named = Read("silo-pod.yaml").Pods().Single().Value.Spec.Containers[0].Env.Single(v => v.Name == "PRCL_SILO_HTTP_HOSTS").Value;

        Assert.Equal(host, named);
    }

    [Fact]
    public void The_controller_alone_is_let_in_and_at_that_port()
    {
        var policy = Read("network-policy.yaml").One<V1NetworkPolicy>("http").Spec;
        var from = Assert.Single(Assert.Single(policy.Ingress).FromProperty);

        Assert.Equal(Read("service.yaml").One<V1Service>("prcl-http").Spec.Selector, policy.PodSelector.MatchLabels);
        Assert.True(from.NamespaceSelector is not null && from.PodSelector is not null);
        Assert.Equal(new SiloSettings().HttpPort.ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(policy.Ingress[0].Ports).Port.Value);
    }

    [Fact]
    public void The_controller_takes_bodies_as_large_as_silos_do()
    {
        var limit = Read("ingress.yaml").One<V1Ingress>("prcl-http").Metadata.Annotations["nginx.ingress.kubernetes.io/proxy-body-size"];

        Assert.True(long.Parse(limit.TrimEnd('m')) << 20 > Math.Max(BodyLimits.Images, BodyLimits.ImageAndLabel), limit);
    }

    private static Manifests Read(string file) => Manifests.InFile(Path.Combine(Folder, file));
}
