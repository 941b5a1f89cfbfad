using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prcl.Grains.Blobs.Azure;
using Prcl.Servers;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Hosting;

public sealed class BlobStorageTests
{
    private const string Key = "dmVyeS12ZXJ5LXNlY3JldA==";

    [Theory]
    [InlineData("<html>It works</html>")]
    [InlineData("It works")]
    [InlineData("")]
    public async Task A_server_that_is_no_blob_storage_is_told_with_the_setting_and_without_the_key(string answer)
    {
        using var server = new HttpListener();
        var address = $"http://127.0.0.1:{LoopbackPorts.Next()}/";
        server.Prefixes.Add(address);
        server.Start();
        var answering = Answer(server, answer);
        var blobs = new BlobSettings { Kind = BlobKind.Azure, AzureConnectionString = new Secret($"AccountName=prcl;AccountKey={Key};BlobEndpoint={address}prcl") };
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton((AzureBlobStore)blobs.Open("unused"));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<HostException>(
            () => BlobStorage.Require(host, new SiloSettings { Blobs = blobs }, TestContext.Current.CancellationToken));

        Assert.Equal($"azure-connection-string: the container {address}prcl/prcl can't be used: what answers there is no blob storage", refusal.Message);
        Assert.DoesNotContain(Key, refusal.ToString(), StringComparison.Ordinal);
        server.Stop();
        await answering;
    }

    private static async Task Answer(HttpListener server, string answer)
    {
        try
        {
            while (true)
            {
                var context = await server.GetContextAsync();
                context.Response.ContentType = "application/xml";
                context.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: false);
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
