using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Prcl.Silo.Http.OpenApi;

/// <summary>What the description says of the whole: a title, how keys are carried, and no address, since a silo doesn't know by which one it is reached.</summary>
internal sealed class ApiFrame : IOpenApiDocumentTransformer
{
    /// <summary>The name of the way keys are carried.</summary>
    public const string Key = "key";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Prcl.Orleans",
            Version = "v1",
            Description = "Semantic segmentation learned from few labels and a stream of images. Errors are application/problem+json; their types are listed in docs/api.md.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key of the scope that the operation names, or of admin. A silo on loopback without keys asks for none.",
        };
        return Task.CompletedTask;
    }
}
