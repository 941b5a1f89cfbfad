using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prcl.Silo.Http.Doors;
using Prcl.Unit.Infra;
using Prcl.Unit.Silo.Http.Api;
using Xunit;

namespace Prcl.Unit.Silo.Http.OpenApi;

public sealed class ApiDescriptionTests
{
    private const string Renew = "PRCL_RENEW_OPENAPI";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Committed => Path.Combine(InfraFolder.Root, "docs", "openapi", "v1.json");

    // A change of the API is a change of this file, which a reader of the change sees. Written anew by:
    // PRCL_RENEW_OPENAPI=1 tests/Unit/bin/Debug/net10.0/Prcl.Unit -class "*ApiDescriptionTests"
    [Fact]
    public async Task The_description_is_the_committed_one()
    {
        await using var host = await ApiHost.Start();
        var text = JsonNode.Parse((await host.Http.Get("/openapi/v1.json")).Bytes)!.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable(Renew) is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Committed)!);
            await File.WriteAllTextAsync(Committed, text, TestContext.Current.CancellationToken);
        }

        Assert.True(
            text == await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken),
            $"the API isn't as docs/openapi/v1.json says; if that is meant, run these tests with {Renew}=1 and commit the file");
    }

    [Fact]
    public async Task Every_route_of_the_api_is_described_with_its_scope_and_a_name_of_its_own()
    {
        await using var host = await ApiHost.Start();
        var document = await host.Http.Json("/openapi/v1.json");
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Path: p.Name, Method: o.Name.ToUpperInvariant(), Operation: o.Value))).ToArray();
        var routes = SampleRequest.Of(host.Routes).Where(r => r.Path.StartsWith("/v1", StringComparison.Ordinal)).ToArray();

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            routes.Select(r => $"{r.Method} /{r.Route.RoutePattern.RawText!.Trim('/')}").Order(StringComparer.Ordinal), described.Select(d => $"{d.Method} {d.Path}").Order(StringComparer.Ordinal));
        Assert.Distinct(described.Select(d => d.Operation.GetProperty("operationId").GetString()));
        foreach (var (method, _, route) in routes)
        {
            var operation = described.Single(d => d.Method == method.Method && d.Path.TrimStart('/') == route.RoutePattern.RawText!.Trim('/')).Operation;
            Assert.Contains($"scope {ScopeNames.Of(route.Metadata.GetMetadata<DoorRule>()!.Scope!.Value)}.", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        }
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        await using var host = await ApiHost.Start();
        using var answer = await host.Http.GetAsync(new Uri("/reference/", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self'; ", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
