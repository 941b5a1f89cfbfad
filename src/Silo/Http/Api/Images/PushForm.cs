using Microsoft.AspNetCore.Http;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Silo.Http.Api.Bodies;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>Reads pushes: files in the parts <c>image</c> and <c>label</c>, a label belonging to the image of its name but for the ending.</summary>
internal static class PushForm
{
    private const string DefaultDomain = "default";
    private const string ImagePart = "image";
    private const string LabelPart = "label";

    /// <summary>One image: a form, or the image's bytes alone with what else there is in the query.</summary>
    public static async Task<ImagePush> One(HttpRequest request, PushQuery query)
    {
        if (Body.IsImage(request.ContentType))
        {
            return new ImagePush(query.Name ?? "image", await Body.Image(request), null, query.Domain ?? DefaultDomain, PurposeNames.Read(query.Purpose) ?? ImagePurpose.Train);
        }

        var form = await Body.Form(request);
        RequireParts(form);
        var (images, labels) = (form.Files.GetFiles(ImagePart), form.Files.GetFiles(LabelPart));
        if (images.Count != 1 || labels.Count > 1)
        {
            throw Bad($"the form must have one file '{ImagePart}' and at most one file '{LabelPart}'; it has {images.Count} and {labels.Count}");
        }

        return await Push(images[0], labels.Count > 0 ? labels[0] : null, form, query, request.HttpContext.RequestAborted);
    }

    /// <summary>Many images.</summary>
    public static async Task<ImagePush[]> Many(HttpRequest request, PushQuery query)
    {
        var form = await Body.Form(request);
        RequireParts(form);
        var (images, labels) = (ByStem(form, ImagePart), ByStem(form, LabelPart));
        if (images.Count == 0)
        {
            throw Bad($"the form has no file '{ImagePart}'");
        }

        if (labels.Keys.FirstOrDefault(stem => !images.ContainsKey(stem)) is { } alone)
        {
            throw Bad($"the label {Printable.Quoted(alone)} belongs to no image of the form; their names must be the same but for the ending");
        }

        var pushes = new List<ImagePush>();
        foreach (var (stem, image) in images)
        {
            pushes.Add(await Push(image, labels.GetValueOrDefault(stem), form, query, request.HttpContext.RequestAborted));
        }

        return [.. pushes];
    }

    private static async Task<ImagePush> Push(IFormFile image, IFormFile? label, IFormCollection form, PushQuery query, CancellationToken cancellation) => new(
        image.FileName,
        await Body.Bytes(image, cancellation),
        label is null ? null : await Body.Bytes(label, cancellation),
        Field(form, "domain") ?? query.Domain ?? DefaultDomain,
        PurposeNames.Read(Field(form, "purpose") ?? query.Purpose) ?? ImagePurpose.Train);

    private static string? Field(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;

    // A part of another name would otherwise be left out without a word.
    private static void RequireParts(IFormCollection form)
    {
        if (form.Files.FirstOrDefault(f => f.Name is not (ImagePart or LabelPart)) is { } file)
        {
            throw Bad($"the form has a file {Printable.Quoted(file.Name)}; files must be called '{ImagePart}' or '{LabelPart}'");
        }

        if (form.Keys.FirstOrDefault(k => k is not ("domain" or "purpose")) is { } field)
        {
            throw Bad($"the form has a field {Printable.Quoted(field)}; fields may be 'domain' and 'purpose', and '{ImagePart}' and '{LabelPart}' must be files with names");
        }
    }

    private static Dictionary<string, IFormFile> ByStem(IFormCollection form, string part)
    {
        var files = new Dictionary<string, IFormFile>(StringComparer.Ordinal);
        foreach (var file in form.Files.GetFiles(part))
        {
            if (!files.TryAdd(Path.GetFileNameWithoutExtension(file.FileName), file))
            {
                throw Bad($"the form has two files '{part}' named {Printable.Quoted(Path.GetFileNameWithoutExtension(file.FileName))}; names must differ in more than the ending");
            }
        }

        return files;
    }

    private static PrclRequestException Bad(string message) => new(message + ".") { Code = RequestErrorCode.BadValue };
}
