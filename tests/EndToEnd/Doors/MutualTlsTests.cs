using Prcl.EndToEnd.Processes;
using Prcl.Long;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Doors;

/// <summary>Who gets in at which port.</summary>
public sealed class MutualTlsTests : IAsyncLifetime
{
    private CertificateFolders _certificates = null!;
    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _certificates = await CertificateFolders.Made();
        _silo = await _certificates.Started();
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task Who_has_a_clients_certificate_is_served_at_the_gateway_and_others_are_told_why_not()
    {
        await _silo.Prcl.Json("cluster");

        (await new PrclCommand(_silo.GatewayPort).Run("cluster")).FailedWithOneLine(1, "--certificates");
        using var strangers = await CertificateFolders.Made();
        (await new PrclCommand(_silo.GatewayPort, certificates: strangers.Client).Run("cluster")).FailedWithOneLine(1, "isn't believed", "which isn't among the authorities of ca.crt");

        // Believing the silo helps nothing when the silo doesn't believe.
        File.Copy(Path.Combine(_certificates.Client, "ca.crt"), Path.Combine(strangers.Client, "ca.crt"), overwrite: true);
        File.AppendAllText(Path.Combine(strangers.Client, "ca.crt"), await File.ReadAllTextAsync(Path.Combine(strangers.Authority, "ca.crt"), TestContext.Current.CancellationToken));
        (await new PrclCommand(_silo.GatewayPort, certificates: strangers.Client).Run("cluster")).FailedWithOneLine(1, "refuses this client's");

        var log = _silo.Output.ToString();
        Assert.Contains("at the gateway: a connection without TLS", log, StringComparison.Ordinal);
        Assert.Contains("at the gateway: its certificate 'CN=prcl client' is signed by 'CN=prcl cluster", log, StringComparison.Ordinal);
        await _silo.Prcl.Json("cluster");
    }

    [LongFact]
    public async Task A_clients_certificate_is_none_at_the_port_between_silos()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => HostileClient.Connect(_silo.SiloPort, _certificates.Client));
        await Assert.ThrowsAnyAsync<Exception>(() => HostileClient.Connect(_silo.SiloPort));

        Assert.Contains("at the silo port: its certificate 'CN=prcl client' is no silo's", _silo.Output.ToString(), StringComparison.Ordinal);
        await _silo.Prcl.Json("cluster");
    }

    [LongFact]
    public async Task Certificates_and_authorities_are_exchanged_while_the_silo_runs()
    {
        using var next = await CertificateFolders.Made();
        var token = TestContext.Current.CancellationToken;
        var both = await File.ReadAllTextAsync(Path.Combine(_certificates.Authority, "ca.crt"), token) + await File.ReadAllTextAsync(Path.Combine(next.Authority, "ca.crt"), token);

        // Everybody believes both; then everybody shows the new one; then nobody believes the old one.
        foreach (var folder in new[] { _certificates.Silo, _certificates.Client, next.Client })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "ca.crt"), both, token);
        }

        await Connects(_certificates.Client);
        await Connects(next.Client);
        File.Copy(Path.Combine(next.Silo, "tls.crt"), Path.Combine(_certificates.Silo, "tls.crt"), overwrite: true);
        File.Copy(Path.Combine(next.Silo, "tls.key"), Path.Combine(_certificates.Silo, "tls.key"), overwrite: true);
        await Connects(_certificates.Client);
        File.Copy(Path.Combine(next.Authority, "ca.crt"), Path.Combine(_certificates.Silo, "ca.crt"), overwrite: true);
        await Connects(next.Client);
        await Eventually.See(
            "the old certificate refused",
            TimeSpan.FromSeconds(30),
            () => new PrclCommand(_silo.GatewayPort, certificates: _certificates.Client).Run("cluster"),
            finished => finished.ExitCode == 1);
        Assert.True(_silo.IsRunning);
    }

    [Fact]
    public async Task A_silo_says_what_is_wrong_with_its_certificates_and_does_not_start()
    {
        (await Serve(_certificates.Client)).FailedWithOneLine(1, "certificates:", "tls.crt is no silo's", "urn:prcl:silo");
        (await Serve(_certificates.Authority)).FailedWithOneLine(1, "certificates:", "tls.crt can't be read");
        (await Serve("", "--listen", "0.0.0.0")).FailedWithOneLine(1, "needs certificates", "prcl-silo certificates");
        (await Finished.Run(Programs.Silo, ["certificates", "--out", Path.GetDirectoryName(_certificates.Silo)!])).FailedWithOneLine(1, "is there already");
    }

    private async Task Connects(string certificates) => await Eventually.See(
        "a client with accepted certificates connects",
        TimeSpan.FromSeconds(30),
        () => new PrclCommand(_silo.GatewayPort, certificates: certificates).Run("cluster"),
        finished => finished.ExitCode == 0);

    private static async Task<Finished> Serve(string certificates, params string[] options)
    {
        await using var silo = new SiloProcess(options: ["--certificates", certificates, .. options], gatewayPort: LoopbackPorts.Next());
        return await Finished.Run(Programs.Silo, silo.Arguments);
    }
}
