using System.Globalization;
using System.Text.RegularExpressions;
using Prcl.Grains.Roles;
using Prcl.Silo.Commands;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Infra;

public sealed partial class ComposeTests
{
    private static readonly string[] OtherVariables = ["PRCL_SILO", "PRCL_CERTIFICATES", "PRCL_CLUSTER_SECRET"];

    // Made by the README's command, and never committed.
    private const string Certificates = "./certificates/silo";
    private static readonly SiloSettings Defaults = new();
    private static readonly ComposeFile File = ComposeFile.Load();

    [Fact]
    public void Two_silos_play_every_role_and_each_keeps_the_state()
    {
        var roles = File.Silos.Select(s => SettingRules.Roles(s.Value.Environment["PRCL_SILO_ROLES"])).ToArray();

        Assert.Equal(["silo-a", "silo-b"], File.Silos.Select(s => s.Key));
        Assert.Equal(SiloRoles.All, roles[0] | roles[1]);
        Assert.All(roles, r => Assert.True(r.HasFlag(SiloRoles.State)));
        Assert.All(File.Silos, s => Assert.Equal(s.Key, s.Value.Environment["PRCL_SILO_NAME"]));
    }

    [Fact]
    public void Every_variable_is_a_setting() =>
        Assert.All(File.Silos, s => Assert.Empty(s.Value.Environment.Keys.Except(ServeOptions.Variables).Except(OtherVariables)));

    [Fact]
    public void The_settings_of_a_silo_pass_its_own_checks()
    {
        Assert.All(File.Silos.Select(s => s.Value.Environment), environment =>
        {
            new BlobSettings
            {
                Kind = BlobSettings.ReadKind(environment["PRCL_SILO_BLOBS"]),
                AzureConnectionString = new Secret(environment["PRCL_SILO_AZURE_CONNECTION_STRING"]),
            }.Check();
            Assert.Equal(ClusterKind.Redis, SettingRules.Cluster(environment["PRCL_SILO_CLUSTER"]));
            SettingRules.Redis(new Secret(Filled(environment["PRCL_SILO_REDIS"])));
        });
    }

    [Fact]
    public void Every_variable_that_a_person_fills_in_is_in_the_example_and_the_other_way_round()
    {
        var asked = Asked().Matches(InfraFolder.Read("infra/compose.yaml")).Select(m => m.Groups["name"].Value).Distinct();
        var example = InfraFolder.Read("infra/env.example").Split('\n').Where(l => l is not "" and not ['#', ..]).Select(l => l.Split('=')[0]);

        Assert.Equal(example.Order(), asked.Order());
    }

    [Fact]
    public void A_silo_has_the_time_to_drain() => Assert.All(File.Silos.Select(s => s.Value), silo =>
    {
        var drain = TimeSpan.FromSeconds(double.Parse(silo.Environment["PRCL_SILO_DRAIN_SECONDS"], CultureInfo.InvariantCulture));

        Assert.True(Seconds(silo.StopGracePeriod) > drain + SiloHost.AfterDraining);
    });

    [Fact]
    public void Ports_are_the_silos_and_only_this_machine_reaches_them()
    {
        var ports = File.Services.Values.SelectMany(s => s.Ports).ToArray();

        Assert.Equal([$"127.0.0.1:{Defaults.GatewayPort}:{Defaults.GatewayPort}", $"127.0.0.1:{Defaults.HttpPort}:{Defaults.HttpPort}"], ports);
        Assert.All(File.Silos, s => Assert.Contains($"http://127.0.0.1:{Defaults.HttpPort}/health/ready", s.Value.Healthcheck.Test));
        Assert.All(File.Silos, s => Assert.Equal($"127.0.0.1:{Defaults.GatewayPort}", s.Value.Environment["PRCL_SILO"]));
    }

    [Fact]
    public void Servers_are_where_silos_look_for_them()
    {
        Assert.All(File.Silos, s => Assert.StartsWith("redis:6379,", s.Value.Environment["PRCL_SILO_REDIS"], StringComparison.Ordinal));
        Assert.All(File.Silos, s => Assert.EndsWith(";BlobEndpoint=http://azurite:10000/prcl", s.Value.Environment["PRCL_SILO_AZURE_CONNECTION_STRING"], StringComparison.Ordinal));
        Assert.All(File.Silos, s => Assert.Equal(["azurite", "redis"], s.Value.DependsOn.Keys.Order()));
        Assert.Contains("10000", File.Services["azurite"].Command);
        Assert.Contains("port 6379\n", InfraFolder.Read("infra/kubernetes/base/redis.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Mounted_files_and_volumes_exist()
    {
        var sources = File.Services.Values.SelectMany(s => s.Volumes).Select(v => v.Split(':')[0]).ToArray();

        Assert.NotEmpty(sources);
        Assert.All(File.Silos, s => Assert.Contains($"{Certificates}:{s.Value.Environment["PRCL_SILO_CERTIFICATES"]}:ro", s.Value.Volumes));
        Assert.Contains("/infra/certificates/", InfraFolder.Read(".gitignore").Split('\n'));
        Assert.All(sources.Except([Certificates]), s => Assert.True(File.Volumes.ContainsKey(s) || System.IO.File.Exists(Path.Combine(InfraFolder.Root, "infra", s)), $"{s} doesn't exist."));
        Assert.Contains("\nappendonly yes\n", InfraFolder.Read("infra/kubernetes/base/redis.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_those_of_the_manifests()
    {
        var manifests = Manifests.Files().SelectMany(f => Manifests.InFile(f).Pods().Values).SelectMany(p => p.Spec?.Containers ?? [])
            .Select(c => c.Image).OfType<string>().Append("prcl-trainer:" + Version()).ToHashSet();

        Assert.Empty(File.Services.Values.Select(s => s.Image).Except(manifests));
        Assert.Equal(["prcl-silo:" + Version(), "prcl-trainer:" + Version()], manifests.Where(i => i.StartsWith("prcl-", StringComparison.Ordinal)).Order());
        Assert.Contains($"\"azurite\": \"{File.Services["azurite"].Image.Split(':')[1]}\"", InfraFolder.Read("tests/Servers/package.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_is_built_from_the_Dockerfile()
    {
        Assert.All(File.Silos.Select(s => s.Value.Build!), build =>
        {
            Assert.Equal(InfraFolder.Root, Path.GetFullPath(Path.Combine(InfraFolder.Root, "infra", build.Context)));
            Assert.Equal(Dockerfile.Place, build.Dockerfile);
            Assert.Contains(build.Target, Dockerfile.Load().Stages.Select(s => s.Name));
        });
        Assert.All(File.Silos, s => Assert.Equal($"prcl-{s.Value.Build!.Target}:{Version()}", s.Value.Image));
    }

    private static string Version() => VersionElement().Match(InfraFolder.Read("Directory.Build.props")).Groups["version"].Value;

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));

    private static string Filled(string text) => Asked().Replace(text, "filled");

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):\?[^}]*\}")]
    private static partial Regex Asked();

    [GeneratedRegex("<Version>(?<version>[^<]+)</Version>")]
    private static partial Regex VersionElement();
}
