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

    [Fact]
    public async Task An_http_port_in_the_place_of_the_gateway_is_recognised_and_said()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = new SiloEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        using var stop = new CancellationTokenSource();
        var answering = Answer(listener, stop.Token);
        var impatient = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };

        var error = await Assert.ThrowsAsync<NoSiloException>(() => SiloConnection.Open(endpoint, impatient, TestContext.Current.CancellationToken));

        await stop.CancelAsync();
        await answering;
        Assert.Contains("an HTTP server does; --silo takes the gateway port", error.Message, StringComparison.Ordinal);
    }

    // As a web server does: whatever comes is answered, and what isn't HTTP closes the connection.
    private static async Task Answer(TcpListener listener, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync(stop);
                var asked = new byte[4];
                await client.ReceiveAsync(asked, stop);
                await client.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
