using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Doors;
using Prcl.Silo.Http.Keys;
using Prcl.Silo.Http.Web;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Silo.Http.Doors;

public sealed class ApiGateTests : IDisposable
{
    private const string Fixed = "a-key-of-twenty-chars";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_route_says_who_may_use_it()
    {
        await using var host = await ApiHost.Start();

        Assert.True(host.Routes.Count() > 30);
        Assert.All(host.Routes, r => Assert.True(r.Metadata.GetMetadata<DoorRule>() is not null, $"{r.RoutePattern.RawText} has no scope: add .Needs(…)"));
        string[] page = [.. WebFiles.Read().Select(f => f.Route.TrimStart('/'))];
        Assert.Equal(
            page.Concat(["health/live", "health/ready"]).Order(),
            host.Routes.Where(r => r.Metadata.GetMetadata<DoorRule>()!.Scope is null).Select(r => r.RoutePattern.RawText!.TrimStart('/')).Order());
    }

    [Fact]
    public async Task Every_route_refuses_no_key_a_wrong_one_and_one_for_something_else()
    {
        var file = new KeyFile(Path.Combine(_folder.Path, "api-keys.json"));
        var made = Enum.GetValues<Scope>().ToDictionary(s => s, s => ApiKey.Make(ScopeNames.Of(s), [s], DateTimeOffset.UnixEpoch));
        file.Write(made.Values.Select(m => m.Kept));
        await using var host = await ApiHost.Start(settings: new SiloSettings { ApiKeys = file.Path, ApiKey = new Secret(Fixed), ApiRequests = 0 });

        foreach (var (method, path, route) in SampleRequest.Of(host.Routes))
        {
            var needed = route.Metadata.GetMetadata<DoorRule>()!.Scope;
            foreach (var key in (string?[])[null, "", "prcl_wrong", Fixed[..^1]])
            {
                Assert.Equal((method, path, needed is null), (method, path, await Ask(host, method, path, key, route: route) != HttpStatusCode.Unauthorized));
            }

            foreach (var (scope, (key, _)) in made)
            {
                var isLet = needed is null || scope == needed || scope == Scope.Admin;
                Assert.Equal((method, path, scope, isLet), (method, path, scope, await Ask(host, method, path, key, route: route) != HttpStatusCode.Forbidden));
            }

            Assert.True(IsLetIn(await Ask(host, method, path, Fixed, route: route)), path);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_told_only_to_who_has_a_key()
    {
        await using var host = await ApiHost.Start(settings: new SiloSettings { ApiKey = new Secret(Fixed) });

        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(host, HttpMethod.Get, "/healthy", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(host, HttpMethod.Get, "/v1/nothing", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(host, HttpMethod.Patch, "/v1/runs", null));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(host, HttpMethod.Get, "/v1/nothing", Fixed));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await Ask(host, HttpMethod.Patch, "/v1/runs", Fixed));
    }

    [Fact]
    public async Task A_refusal_is_a_problem_with_a_type_that_stays()
    {
        await using var host = await ApiHost.Start(settings: new SiloSettings { ApiKey = new Secret(Fixed) });

        using var answer = await host.Http.GetAsync(new Uri("/v1/runs", UriKind.Relative), TestContext.Current.CancellationToken);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(("urn:prcl:problem:no-key", 401), (problem.RootElement.GetProperty("type").GetString(), problem.RootElement.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Without_keys_every_route_wants_a_loopback_host_and_no_page_of_another_origin()
    {
        await using var host = await ApiHost.Start();

        foreach (var (method, path, route) in SampleRequest.Of(host.Routes).Where(r => r.Route.Metadata.GetMetadata<DoorRule>()!.Scope is not null))
        {
            Assert.Equal((path, HttpStatusCode.MisdirectedRequest), (path, await Ask(host, method, path, null, name: "evil.example", route: route)));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await Ask(host, method, path, null, origin: "http://evil.example", route: route)));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await Ask(host, method, path, null, origin: "null", route: route)));
            Assert.True(IsLetIn(await Ask(host, method, path, null, origin: host.Address.ToString().TrimEnd('/'), route: route)), path);
        }

        Assert.Equal(HttpStatusCode.OK, await Ask(host, HttpMethod.Get, "/health/live", null, name: "10.0.0.7:30080", origin: "http://evil.example"));
        Assert.NotEqual(HttpStatusCode.MisdirectedRequest, await Ask(host, HttpMethod.Get, "/v1/settings", null, name: "localhost:8080"));
        Assert.NotEqual(HttpStatusCode.MisdirectedRequest, await Ask(host, HttpMethod.Get, "/v1/settings", null, name: "[::1]"));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/jsonp", 415)]
    [InlineData(null, 415)]
    public async Task Without_keys_a_body_that_any_form_could_send_is_refused(string? type, int status)
    {
        await using var host = await ApiHost.Start();
        foreach (var (method, path, _) in SampleRequest.Of(host.Routes).Where(r => r.Method == HttpMethod.Post))
        {
            using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal((path, status), (path, (int)answer.StatusCode));
        }
    }

    [Fact]
    public async Task With_keys_the_host_is_looked_at_where_names_are_given_but_for_health_and_metrics()
    {
        await using var open = await ApiHost.Start(settings: new SiloSettings { ApiKey = new Secret(Fixed) });
        await using var named = await ApiHost.Start(settings: new SiloSettings { ApiKey = new Secret(Fixed), HttpHosts = ["prcl.example.org"] });

        Assert.NotEqual(HttpStatusCode.MisdirectedRequest, await Ask(open, HttpMethod.Get, "/log-level", Fixed, name: "anything.example"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await Ask(named, HttpMethod.Get, "/v1/settings", Fixed, name: "anything.example"));
        Assert.NotEqual(HttpStatusCode.MisdirectedRequest, await Ask(named, HttpMethod.Get, "/v1/settings", Fixed, name: "PRCL.example.org:443"));
        Assert.Equal(HttpStatusCode.OK, await Ask(named, HttpMethod.Get, "/metrics", Fixed, name: "10.0.0.7:30080"));
        Assert.Equal(HttpStatusCode.OK, await Ask(named, HttpMethod.Get, "/health/live", null, name: "10.0.0.7:30080"));
    }

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_to_wait_and_others_are_not()
    {
        var file = new KeyFile(Path.Combine(_folder.Path, "api-keys.json"));
        var (eager, calm) = (ApiKey.Make("eager", [Scope.Read], DateTimeOffset.UnixEpoch), ApiKey.Make("calm", [Scope.Read], DateTimeOffset.UnixEpoch));
        file.Write([eager.Kept, calm.Kept]);
        await using var host = await ApiHost.Start(settings: new SiloSettings { ApiKeys = file.Path, ApiRequests = 1 });
        using var client = host.With(eager.Key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GetAsync(new Uri("/v1/nothing", UriKind.Relative), TestContext.Current.CancellationToken)));

        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, await Ask(host, HttpMethod.Get, "/v1/nothing", calm.Key));
        Assert.Equal(HttpStatusCode.OK, await Ask(host, HttpMethod.Get, "/health/live", eager.Key));
        Array.ForEach(answers, a => a.Dispose());
    }

    private static bool IsLetIn(HttpStatusCode status) => status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.MisdirectedRequest);

    private static async Task<HttpStatusCode> Ask(ApiHost host, HttpMethod method, string path, string? key, string? name = null, string? origin = null, RouteEndpoint? route = null)
    {
        using var request = SampleRequest.Make(method, path, route);
        request.Headers.Host = name;
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
