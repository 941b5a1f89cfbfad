using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Prcl.Unit.Silo.Http;

/// <summary>A request that reaches a route, whatever it answers then.</summary>
internal static partial class SampleRequest
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["run"] = "street",
        ["sha256"] = new string('a', 64),
        ["classId"] = "0",
        ["version"] = "0",
        ["alias"] = "serving",
        ["silo"] = "silo",
        ["documentName"] = "v1",
    };

    /// <summary>The methods and addresses of routes.</summary>
    public static IEnumerable<(HttpMethod Method, string Path, RouteEndpoint Route)> Of(IEnumerable<RouteEndpoint> routes) =>
        from route in routes
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (new HttpMethod(method), "/" + Parameter().Replace(route.RoutePattern.RawText!.TrimStart('/'), m => Values.GetValueOrDefault(m.Groups["name"].Value, "")), route);

    /// <summary>The request; with a body where there may be one, of a type that the route takes.</summary>
    public static HttpRequestMessage Make(HttpMethod method, string path, RouteEndpoint? route = null) => new(method, path)
    {
        Content = method == HttpMethod.Put || method == HttpMethod.Post
            ? new StringContent("{}", Encoding.UTF8, route?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json")
            : null,
    };

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();
}
