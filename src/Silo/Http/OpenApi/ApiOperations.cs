using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.OpenApi;

/// <summary>What every operation says besides: a name, the scope that it needs, and what is answered without.</summary>
internal sealed class ApiOperations : IOpenApiOperationTransformer
{
    private static readonly (int Status, string Meaning)[] Doors =
    [
        (401, "No key, or none that is good"),
        (403, "The key is for something else"),
        (429, "The key has made more requests than it may"),
    ];

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = context.Description;
        operation.OperationId = NameOf(description.HttpMethod!, description.RelativePath!);
        if (description.ActionDescriptor.EndpointMetadata.OfType<DoorRule>().LastOrDefault()?.Scope is { } scope)
        {
            operation.Description = $"Needs a key of the scope {ScopeNames.Of(scope)}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiFrame.Key, context.Document)] = [] }];
        }

        if (description.ActionDescriptor.EndpointMetadata.OfType<PushedBody>().LastOrDefault() is { } pushed)
        {
            operation.RequestBody = pushed.Describe();
        }

        operation.Responses ??= [];
        foreach (var (status, meaning) in Doors)
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", context.Document) } },
            });
        }

        return Task.CompletedTask;
    }

    // get-runs-run-status, say.
    private static string NameOf(string method, string path) =>
        $"{method.ToLowerInvariant()}-{string.Join('-', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(p => p.Trim('{', '}').ToLowerInvariant()))}";
}
