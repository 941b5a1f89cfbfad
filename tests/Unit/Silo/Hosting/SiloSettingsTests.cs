using System.Net;
using Prcl.Grains.Roles;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Hosting;

public sealed class SiloSettingsTests
{
    private static readonly Secret Hidden = new("0123456789abcdef");
    private static readonly SiloSettings Any = new() { SiloPort = 0, GatewayPort = 0 };

    [Fact]
    public void Alone_a_silo_is_called_silo_and_listens_on_loopback()
    {
        var settings = Any.Checked();

        Assert.Equal(("silo", IPAddress.Loopback, IPAddress.Loopback), (settings.Name, settings.Listen, settings.Advertise));
        Assert.True(settings.SiloPort > 0 && settings.GatewayPort > 0 && settings.SiloPort != settings.GatewayPort);
    }

    [Fact]
    public void In_a_cluster_silos_of_one_machine_have_names_of_their_own()
    {
        var cluster = Any with { Cluster = ClusterKind.Redis, Redis = new("127.0.0.1:6379") };

        Assert.Equal($"{Environment.MachineName}-12345", (cluster with { SiloPort = 12345 }).Checked().Name);
        Assert.Equal("north-1", (cluster with { Name = "north-1" }).Checked().Name);
    }

    [Fact]
    public void Each_broken_rule_names_its_setting()
    {
        Assert.All<(string Setting, SiloSettings Settings)>(
            [
                ("silo-port", Any with { SiloPort = 65536 }),
                ("gateway-port", Any with { GatewayPort = -1 }),
                ("silo-port", Any with { SiloPort = 5000, GatewayPort = 5000 }),
                ("threads", Any with { Threads = -1 }),
                ("drain-seconds", Any with { DrainSeconds = 0 }),
                ("drain-seconds", Any with { DrainSeconds = double.NaN }),
                ("probe-seconds", Any with { Membership = new() { ProbeSeconds = 0 } }),
                ("missed-probes", Any with { Membership = new() { MissedProbes = 0 } }),
                ("death-votes", Any with { Membership = new() { DeathVotes = 11 } }),
                ("free-megabytes", Any with { Limits = new() { FreeMegabytes = -1 } }),
                ("decoded-megapixels", Any with { Limits = new() { DecodedMegapixels = 0 } }),
                ("request-megabytes", Any with { Limits = new() { RequestMegabytes = 99 } }),
                ("max-runs", Any with { Limits = new() { MaxRuns = 0 } }),
                ("max-classes", Any with { Limits = new() { MaxClasses = 65_535 } }),
                ("run-gigabytes", Any with { Limits = new() { RunGigabytes = double.NaN } }),
                ("log-lines", Any with { Limits = new() { LogLines = 0 } }),
                ("redis", Any with { Cluster = ClusterKind.Redis }),
                ("redis", Any with { Redis = new("127.0.0.1:6379") }),
                ("weights-dir", Any with { WeightsDirectory = "/no/such/folder" }),
                ("data-dir", Any with { DataDirectory = "" }),
                ("data-dir", Any with { DataDirectory = "a\0b" }),
                ("advertise", Any with { Advertise = IPAddress.Any }),
                ("advertise", Any with { Advertise = IPAddress.IPv6Any }),
                ("roles", Any with { Roles = SiloRoles.Trainer }),
                ("name", Any with { Name = "a/b" }),
                ("cluster-secret", Any with { ClusterSecret = new("short") }),
            ],
            broken => Assert.StartsWith(broken.Setting + " ", Assert.Throws<HostException>(broken.Settings.Checked).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("::")]
    public void What_others_can_reach_needs_certificates_and_a_key_for_http(string address)
    {
        var open = Any with { Listen = IPAddress.Parse(address), Advertise = IPAddress.Parse("10.1.2.3") };
        Assert.Contains("prcl-silo certificates", Assert.Throws<HostException>(open.Checked).Message, StringComparison.Ordinal);

        var guarded = open with { Certificates = "certificates/silo" };
        Assert.Contains("PRCL_SILO_API_KEY", Assert.Throws<HostException>(guarded.Checked).Message, StringComparison.Ordinal);
        Assert.Equal("10.1.2.3", (guarded with { ApiKey = Hidden }).Checked().Advertise!.ToString());
        (guarded with { HttpPort = SiloSettings.NoHttp }).Checked();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.9")]
    [InlineData("::1")]
    public void Loopback_needs_nothing(string address) => (Any with { Listen = IPAddress.Parse(address) }).Checked();

    [Fact]
    public void Settings_print_without_their_secrets()
    {
        var printed = (Any with { ClusterSecret = new("hush-hush-hush-hush"), Redis = new("host,password=hush") }).ToString();

        Assert.DoesNotContain("hush", printed, StringComparison.Ordinal);
    }
}
