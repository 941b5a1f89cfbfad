using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Prcl.Silo.Http.OpenApi;

/// <summary>Schemas of types whose form in JSON can't be seen from the type.</summary>
internal sealed class ApiSchemas : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(double) || type == typeof(double?))
        {
            // One that isn't finite is null.
            (schema.Type, schema.Format) = (JsonSchemaType.Number | JsonSchemaType.Null, "double");
        }
        else if (type == typeof(double[]))
        {
            // The converter of its numbers hides what they are.
            schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Format = "double" };
        }
        else if (type == typeof(JsonElement) || type == typeof(JsonNode))
        {
            schema.Description ??= "Any JSON";
        }

        return Task.CompletedTask;
    }
}
