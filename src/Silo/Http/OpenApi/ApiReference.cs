using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Prcl.Silo.Http.Doors;
using Scalar.AspNetCore;
using Scope = Prcl.Silo.Http.Doors.Scope;

namespace Prcl.Silo.Http.OpenApi;

/// <summary>The API's description, OpenAPI 3.1 at <c>/openapi/v1.json</c>, and a page to read it on, <c>/reference</c>, that loads nothing from elsewhere.</summary>
internal static class ApiReference
{
    private const string Document = "v1";

    // What the page holds its promise by, whatever a newer version of it would like to load or tell.
    private const string OnlyFromHere = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

    /// <summary>Adds what describes.</summary>
    public static void Add(IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer<ApiFrame>();
        options.AddOperationTransformer<ApiOperations>();
        options.AddSchemaTransformer<ApiSchemas>();
    });

    /// <summary>Adds both addresses.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().Needs(Scope.Read);
        routes.MapScalarApiReference("/reference", options =>
        {
            options.Title = "Prcl.Orleans";
            options.DefaultFonts = false;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.DisableTelemetry().DisableAgent().DisableMcp();
            options.OpenApiRoutePattern = "/openapi/{documentName}.json";
        }).Needs(Scope.Read).Add(endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers.ContentSecurityPolicy = OnlyFromHere;
                return answer(context);
            };
        });
    }
}
