using System.Net;
using System.Net.Sockets;
using Prcl.Contracts.Diagnoses;
using Prcl.Silo.Doctor;
using Prcl.Silo.Hosting;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Silo.Doctor;

public sealed class SiloDoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_machine_that_has_what_a_silo_needs_is_ok_and_is_left_as_it_was()
    {
        var found = await Look(Settings());

        Assert.All(found, d => Assert.True(d.Level == DiagnosisLevel.Ok || d.What == "disk", string.Join(' ', d.Lines)));
        Assert.Equal(["native library", "port", "port", "port", "data-dir", "disk", "blobs"], found.Select(d => d.What));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_may_be_this_silos()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var found = (await Look(Settings() with { GatewayPort = port })).Single(d => d.What == "port" && d.Level != DiagnosisLevel.Ok);

        Assert.Equal(DiagnosisLevel.Warning, found.Level);
        Assert.StartsWith("gateway-port: ", found.Finding, StringComparison.Ordinal);
        Assert.Contains($"port {port}", found.Finding, StringComparison.Ordinal);
        Assert.Contains("if that is this silo", found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_with_too_little_room_and_keys_and_certificates_that_cannot_be_used_are_said()
    {
        var settings = Settings() with { Limits = new LimitSettings { FreeMegabytes = 1_000_000_000 }, ApiKeys = Path.Combine(_folder.Path, "keys.json"), Certificates = _folder.Path };

        var found = (await Look(settings)).Where(d => d.What != "port").ToDictionary(d => d.What, d => d.Level);

        Assert.Equal((DiagnosisLevel.Warning, DiagnosisLevel.Warning, DiagnosisLevel.Failure), (found["disk"], found["api-keys"], found["certificates"]));
    }

    [Fact]
    public async Task A_Redis_that_is_not_there_is_a_failure_that_repeats_no_password()
    {
        var free = Ports.FindFree(1)[0];
        var settings = Settings() with { Cluster = ClusterKind.Redis, Redis = new Secret($"127.0.0.1:{free},password=mellon,connectTimeout=500,connectRetry=1") };

        var found = (await Look(settings)).Single(d => d.What == "redis");

        Assert.Equal(DiagnosisLevel.Failure, found.Level);
        Assert.DoesNotContain("mellon", string.Join(' ', found.Lines), StringComparison.Ordinal);
    }

    private SiloSettings Settings()
    {
        var ports = Ports.FindFree(3);
        return new SiloSettings { DataDirectory = _folder.Path, SiloPort = ports[0], GatewayPort = ports[1], HttpPort = ports[2] };
    }

    private static async Task<Diagnosis[]> Look(SiloSettings settings) =>
        await new SiloDoctor(settings.Checked(), TimeProvider.System).Look().ToArrayAsync(TestContext.Current.CancellationToken);
}
