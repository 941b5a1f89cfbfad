using Prcl.Client.Connection;
using Xunit;

namespace Prcl.Unit.Client.Connection;

public sealed class SiloEndpointTests
{
    [Theory]
    [InlineData("127.0.0.1:30000", "127.0.0.1", 30000)]
    [InlineData("silo.example:1", "silo.example", 1)]
    [InlineData("[::1]:65535", "::1", 65535)]
    public void Host_and_port_are_read_and_written_alike(string text, string host, int port)
    {
        Assert.True(SiloEndpoint.TryParse(text, out var endpoint));
        Assert.Equal(new SiloEndpoint(host, port), endpoint);
        Assert.Equal(text, endpoint.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData(":30000")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("::1:30000")]
    [InlineData("a b:30000")]
    [InlineData("http://host:30000")]
    public void Anything_else_is_no_endpoint(string? text) => Assert.False(SiloEndpoint.TryParse(text, out _));
}
