using Microsoft.AspNetCore.Http;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http;
using Xunit;

namespace Prcl.Unit.Silo.Http;

public sealed class ApiKeyGateTests
{
    private const string Key = "a-key-of-twenty-chars";

    [Theory]
    [InlineData("/metrics", null, 401)]
    [InlineData("/metrics", "Bearer ", 401)]
    [InlineData("/metrics", "Bearer a-key-of-twenty-char", 401)]
    [InlineData("/metrics", Key, 401)]
    [InlineData("/metrics", "Bearer " + Key, 200)]
    [InlineData("/metrics", "bearer " + Key, 200)]
    [InlineData("/health/live", null, 200)]
    [InlineData("/healthy", null, 401)]
    [InlineData("/Health/live", null, 401)]
    public async Task Only_health_is_free(string path, string? authorization, int status)
    {
        var gate = new ApiKeyGate(
            context =>
            {
                context.Response.StatusCode = 200;
                return Task.CompletedTask;
            },
            new Secret(Key));
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Headers.Authorization = authorization;

        await gate.InvokeAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
    }
}
