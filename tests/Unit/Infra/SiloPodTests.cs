using System.Globalization;
using k8s.Models;
using Prcl.Grains.Roles;
using Prcl.Silo.Commands;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Infra;

/// <summary>Every silo of every overlay, as the cluster would get it.</summary>
public sealed class SiloPodTests
{
    private static readonly SiloSettings Defaults = new();

    public static TheoryData<string> Overlays => [.. Manifests.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task There_is_a_workload_for_each_role_and_nothing_else(string overlay)
    {
        var silos = (await Manifests.Rendered(overlay)).Silos();

        Assert.Equal(SiloProfile.NamesOf(SiloRoles.Known).Select(r => "prcl-" + r).Order(), silos.Keys.Order());
        Assert.All(silos, s => Assert.Equal(s.Key, "prcl-" + Variable(Silo(s.Value), "PRCL_SILO_ROLES").Value));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_selector_finds_its_own_pods_only(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);
        var selectors = manifests.Of<V1Deployment>().Select(d => (d.Metadata.Name, d.Spec.Selector))
            .Concat(manifests.Of<V1StatefulSet>().Select(s => (s.Metadata.Name, s.Spec.Selector)))
            .Concat(manifests.Of<V1PodDisruptionBudget>().Select(b => (b.Metadata.Name, b.Spec.Selector)));

        Assert.All(selectors, s => Assert.Equal([s.Name], Found(manifests, s.Selector.MatchLabels)));
        Assert.All(manifests.Of<V1Service>(), s => Assert.Single(Found(manifests, s.Spec.Selector)));
        Assert.Equal(["prcl-state"], Found(manifests, manifests.One<V1Service>("prcl-gateway").Spec.Selector));
        Assert.Equal(manifests.Silos().Keys.Order(), manifests.Of<V1PodDisruptionBudget>().Select(b => b.Metadata.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Ports_and_probes_are_those_of_the_silo(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);

        Assert.All(manifests.Silos().Values.Select(Silo), silo =>
        {
            Assert.Equal(
                [("silo", Defaults.SiloPort), ("gateway", Defaults.GatewayPort), ("http", Defaults.HttpPort)],
                silo.Ports.Select(p => (p.Name, p.ContainerPort)));
            Assert.Equal(
                [("/health/live", "http"), ("/health/live", "http"), ("/health/ready", "http")],
                new[] { silo.StartupProbe, silo.LivenessProbe, silo.ReadinessProbe }.Select(p => (p.HttpGet.Path, p.HttpGet.Port.Value)));
        });
        Assert.Equal(
            (Text(Defaults.SiloPort), Text(Defaults.GatewayPort), Text(Defaults.HttpPort)),
            (Setting(manifests, "SILO_PORT"), Setting(manifests, "GATEWAY_PORT"), Setting(manifests, "HTTP_PORT")));
        Assert.Equal(Defaults.GatewayPort, Assert.Single(manifests.One<V1Service>("prcl-gateway").Spec.Ports).Port);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_silo_has_the_time_to_drain(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);
        var drain = TimeSpan.FromSeconds(double.Parse(Setting(manifests, "DRAIN_SECONDS"), CultureInfo.InvariantCulture));

        Assert.All(manifests.Silos().Values, pod =>
        {
            var needed = TimeSpan.FromSeconds(Silo(pod).Lifecycle.PreStop.Sleep.Seconds) + drain + SiloHost.AfterDraining;
            Assert.True(TimeSpan.FromSeconds(pod.Spec.TerminationGracePeriodSeconds!.Value) > needed, $"A silo needs {needed.TotalSeconds} s.");
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_silo_tells_the_others_its_own_address_and_carries_the_secrets(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);

        Assert.Equal("0.0.0.0", Setting(manifests, "LISTEN"));
        Assert.All(manifests.Silos().Values.Select(Silo), silo =>
        {
            Assert.Equal("status.podIP", Variable(silo, "PRCL_SILO_ADVERTISE").ValueFrom.FieldRef.FieldPath);
            Assert.Equal("metadata.name", Variable(silo, "PRCL_SILO_NAME").ValueFrom.FieldRef.FieldPath);
            Assert.Equal("cluster-secret", Variable(silo, "PRCL_SILO_CLUSTER_SECRET").ValueFrom.SecretKeyRef.Key);
            Assert.Equal("api-key", Variable(silo, "PRCL_SILO_API_KEY").ValueFrom.SecretKeyRef.Key);
            Assert.Equal($"127.0.0.1:{Defaults.GatewayPort}", Variable(silo, "PRCL_SILO").Value);
            Assert.Single(silo.EnvFrom, e => e.ConfigMapRef?.Name == SettingsOf(manifests).Metadata.Name);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_variable_stands_behind_those_that_it_is_made_of(string overlay)
    {
        var pods = (await Manifests.Rendered(overlay)).Pods();
        var variables = pods.Values.SelectMany(p => p.Spec.Containers).Select(c => c.Env.ToList()).ToArray();
        var made = variables.SelectMany(all => all.Where(v => v.Value?.Contains("$(", StringComparison.Ordinal) == true).Select(v => (all, v))).ToArray();

        Assert.NotEmpty(made);
        Assert.All(made, m =>
        {
            var name = m.v.Value.Split("$(")[1].Split(')')[0];
            Assert.InRange(m.all.FindIndex(v => v.Name == name), 0, m.all.IndexOf(m.v) - 1);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task The_settings_of_a_silo_pass_its_own_checks(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);
        var data = SettingsOf(manifests).Data;
        var connection = manifests.Silos().Values.Select(Silo).First().Env.SingleOrDefault(v => v.Name == "PRCL_SILO_AZURE_CONNECTION_STRING")?.Value;

        Assert.Empty(data.Keys.Except(ServeOptions.Variables));
        SettingRules.Redis(new Secret(Variable(Silo(manifests.Silos().Values.First()), "PRCL_SILO_REDIS").Value));
        new BlobSettings
        {
            Kind = BlobSettings.ReadKind(Setting(manifests, "BLOBS")),
            AzureContainer = Setting(manifests, "AZURE_CONTAINER"),
            AzureAccount = data.TryGetValue("PRCL_SILO_AZURE_ACCOUNT", out var account) ? account : "",
            AzureConnectionString = connection is null ? null : new Secret(connection),
        }.Check();
        Assert.Equal(ClusterKind.Redis, SettingRules.Cluster(Setting(manifests, "CLUSTER")));
        Assert.Equal(overlay == "azure", account is not null);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task No_container_runs_as_root_or_can_become_it(string overlay)
    {
        var pods = (await Manifests.Rendered(overlay)).Pods().Values;

        Assert.All(pods, pod => Assert.Equal((true, true, false), (pod.Spec.SecurityContext.RunAsNonRoot, pod.Spec.SecurityContext.RunAsUser > 0, pod.Spec.AutomountServiceAccountToken)));
        Assert.All(pods.SelectMany(p => p.Spec.Containers), container =>
        {
            Assert.Equal((false, true), (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem));
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        });
    }

    [Fact]
    public async Task Trainers_of_the_cloud_ask_for_a_GPU_and_go_where_there_is_one()
    {
        var silos = (await Manifests.Rendered("azure")).Silos();
        var trainer = silos["prcl-trainer"].Spec;

        Assert.Equal("1", Silo(silos["prcl-trainer"]).Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.Equal("gpu", trainer.NodeSelector["prcl.orleans/pool"]);
        Assert.Equal(("sku", "gpu", "NoSchedule"), trainer.Tolerations.Select(t => (t.Key, t.Value, t.Effect)).Single());
        Assert.All(silos.Where(s => s.Key != "prcl-trainer"), s => Assert.False(Silo(s.Value).Resources.Limits.ContainsKey("nvidia.com/gpu")));
        Assert.All(silos.Values, s => Assert.Equal("true", s.Metadata.Labels["azure.workload.identity/use"]));
    }

    private static V1Container Silo(V1PodTemplateSpec pod) => Assert.Single(pod.Spec.Containers);

    private static V1EnvVar Variable(V1Container container, string name) => Assert.Single(container.Env, v => v.Name == name);

    private static V1ConfigMap SettingsOf(Manifests manifests) => Assert.Single(manifests.Of<V1ConfigMap>(), c => c.Metadata.Name.StartsWith("prcl-silo-", StringComparison.Ordinal));

    private static string Setting(Manifests manifests, string name) => SettingsOf(manifests).Data["PRCL_SILO_" + name];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Found(Manifests manifests, IDictionary<string, string> labels) => manifests.Pods()
        .Where(p => labels.All(l => p.Value.Metadata.Labels.TryGetValue(l.Key, out var value) && value == l.Value)).Select(p => p.Key);
}
