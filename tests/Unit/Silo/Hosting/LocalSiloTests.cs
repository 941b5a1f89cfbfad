using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Hosting;

public sealed class LocalSiloTests
{
    private readonly LocalSilo _silo = new(
        Options.Create(new SiloOptions { SiloName = "alpha" }),
        Options.Create(new ClusterOptions { ClusterId = "prcl" }),
        Options.Create(new EndpointOptions { AdvertisedIPAddress = IPAddress.Loopback, SiloPort = 11111, GatewayPort = 30000 }));

    [Fact]
    public void A_silo_at_a_new_address_has_the_clocks_generation()
    {
        var clock = Orleans.Runtime.SiloAddress.AllocateNewGeneration();
        _silo.Learn(["Version", $"S127.0.0.1:11112:{clock + 1000}", $"S10.0.0.1:11111:{clock + 1000}", "S127.0.0.1:11111:much"]);

        Assert.InRange(_silo.SiloAddress.Generation, clock, clock + 60);
        Assert.Equal(("alpha", "prcl", "127.0.0.1:11111"), (_silo.Name, _silo.ClusterId, _silo.SiloAddress.Endpoint.ToString()));
        Assert.Equal((30000, _silo.SiloAddress.Generation), (_silo.GatewayAddress.Endpoint.Port, _silo.GatewayAddress.Generation));
    }

    [Fact]
    public void One_after_a_silo_whose_clock_was_ahead_is_newer_than_that()
    {
        var ahead = Orleans.Runtime.SiloAddress.AllocateNewGeneration() + 864_000;
        _silo.Learn(["Version", $"S127.0.0.1:11111:{ahead - 5}", $"S127.0.0.1:11111:{ahead}"]);

        Assert.Equal(ahead + 1, _silo.SiloAddress.Generation);
        Assert.Equal(_silo.SiloAddress, _silo.SiloAddress);
    }

    [Fact]
    public void Learning_once_the_address_is_told_is_too_late()
    {
        _ = _silo.SiloAddress;

        Assert.Throws<InvalidOperationException>(() => _silo.Learn([]));
    }
}
