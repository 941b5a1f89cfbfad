using System.Text;
using System.Text.RegularExpressions;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Web;
using Prcl.Unit.Silo.Http.Api;
using Xunit;

namespace Prcl.Unit.Silo.Http.Web;

public sealed partial class WebEndpointsTests
{
    private const int MostPacked = 60_000;

    [Fact]
    public async Task The_page_comes_without_a_key_and_loads_only_what_is_there()
    {
        await using var host = await ApiHost.Start(settings: new SiloSettings { ApiKey = new Secret("a-key-of-twenty-chars") });
        var page = await host.Http.Get("/");
        var html = Encoding.UTF8.GetString(page.Bytes);
        var loaded = Address().Matches(html).Select(m => m.Groups["address"].Value).ToArray();

        Assert.Equal((200, "text/html"), (page.Status, page.Content.ContentType!.MediaType));
        Assert.Contains(loaded, a => a.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(loaded, a => a.EndsWith(".css", StringComparison.Ordinal));
        Assert.All(loaded, a => Assert.StartsWith("/assets/", a, StringComparison.Ordinal));
        foreach (var address in loaded)
        {
            Assert.Equal((address, 200), (address, (await host.Http.Get(address)).Status));
        }

        Assert.DoesNotMatch("<script>|<style|style=|onclick=", html);
    }

    [Fact]
    public async Task Nothing_from_elsewhere_and_nothing_inline_is_allowed()
    {
        await using var host = await ApiHost.Start();
        foreach (var file in WebFiles.Read())
        {
            var policy = (await host.Http.Get(file.Route)).Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_named_by_its_content_is_kept_for_good_and_the_page_is_asked_for_again()
    {
        await using var host = await ApiHost.Start();
        var script = WebFiles.Read().Single(f => f.Route.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains("immutable", (await host.Http.Get(script.Route)).Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        var page = await host.Http.Get("/");
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        Assert.Equal(304, (await host.Http.Get("/", ("If-None-Match", page.Tag!))).Status);
    }

    [Fact]
    public async Task A_browser_gets_it_packed_and_small()
    {
        await using var host = await ApiHost.Start();
        var files = WebFiles.Read().Where(f => f.Route != "/licences.md").ToArray();
        var sum = 0;
        foreach (var file in files)
        {
            var packed = await host.Http.Get(file.Route, ("Accept-Encoding", "br, gzip"));
            Assert.Equal("gzip", packed.Content.ContentEncoding.Single());
            Assert.Equal(file.Bytes, Unpacked(packed.Bytes));
            Assert.NotEqual((await host.Http.Get(file.Route)).Tag, packed.Tag);
            sum += packed.Bytes.Length;
        }

        Assert.InRange(sum, 1, MostPacked);
    }

    [Fact]
    public async Task The_licences_of_what_is_bundled_come_with_it()
    {
        await using var host = await ApiHost.Start();
        var text = Encoding.UTF8.GetString((await host.Http.Get("/licences.md")).Bytes);

        Assert.All(["lit", "uplot", "BSD", "MIT"], word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    [GeneratedRegex("(?:src|href)=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
