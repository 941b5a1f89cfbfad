using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Prcl.Client.Connection;
using Xunit;

namespace Prcl.Unit.Client.Connection;

public sealed class SiloConnectionTests
{
    [Fact]
    public async Task Where_nobody_listens_the_error_says_so_in_one_line()
    {
        var endpoint = new SiloEndpoint("127.0.0.1", UnusedPort());
        var impatient = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };

        var error = await Assert.ThrowsAsync<NoSiloException>(
            () => SiloConnection.Open(endpoint, impatient, TestContext.Current.CancellationToken));

        Assert.Equal($"no silo answers at {endpoint} (start one with \"prcl-silo serve\")", error.Message);
    }

    [Fact]
    public async Task Patience_with_a_missing_silo_ends_after_two_seconds()
    {
        var clock = new FakeTimeProvider();
        var patience = new BriefPatience(clock);
        var again = patience.ShouldRetryConnectionAttempt(new TimeoutException(), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await again);
        Assert.False(await patience.ShouldRetryConnectionAttempt(new TimeoutException(), TestContext.Current.CancellationToken));
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
