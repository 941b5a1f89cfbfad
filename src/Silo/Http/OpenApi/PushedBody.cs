using Microsoft.OpenApi;
using Prcl.Silo.Http.Api.Bodies;

namespace Prcl.Silo.Http.OpenApi;

/// <summary>The body of a push, which no type of this program describes.</summary>
/// <param name="IsMany">Whether it has many images, in a form; else one, perhaps alone.</param>
internal sealed record PushedBody(bool IsMany)
{
    /// <summary>How it is described.</summary>
    public OpenApiRequestBody Describe()
    {
        var content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = Form() } };
        if (!IsMany)
        {
            content[Body.Png] = content[Body.Jpeg] = new OpenApiMediaType { Schema = Bytes("The image alone") };
        }

        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "image" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["image"] = File("A JPEG or PNG file"),
            ["label"] = File("A PNG of class ids of the image's size; it belongs to the image of its name but for the ending"),
            ["domain"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The domain (camera, place, weather)" },
            ["purpose"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["train", "evaluate"], Description = "To learn from or to measure with" },
        },
    };

    private OpenApiSchema File(string meaning) => IsMany ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = Bytes(meaning) } : Bytes(meaning);

    private static OpenApiSchema Bytes(string meaning) => new() { Type = JsonSchemaType.String, Format = "binary", Description = meaning };
}
