using System.Text.RegularExpressions;
using Prcl.Images.Import.Annotations;
using Prcl.Images.Import.Drawing;
using Prcl.Images.Import.Regions;

namespace Prcl.Images.Import.Formats;

/// <summary>
/// Label Studio's JSON export, with the images of its tasks: polygons and brushes, later regions on earlier ones. Brushes may also come as the PNGs of its export
/// "brush labels to PNG" (<c>task-1-annotation-2-by-1-tag-Car-0.png</c>) beside the JSON.
/// </summary>
internal sealed partial class LabelStudioFormat : ImportFormat
{
    /// <inheritdoc/>
    public override string Name => "label-studio";

    /// <inheritdoc/>
    public override string Description => "Label Studio JSON: polygons, brushes, brush PNGs";

    /// <inheritdoc/>
    public override bool HasObjects => true;

    /// <inheritdoc/>
    public override bool IgnoresUncovered => true;

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder)
    {
        var brushes = folder.Files.Select(file => (File: file, Match: BrushName().Match(Path.GetFileName(file)))).Where(brush => brush.Match.Success)
            .ToLookup(brush => brush.Match.Groups["task"].Value, brush => (brush.File, Annotation: brush.Match.Groups["annotation"].Value, Tag: brush.Match.Groups["tag"].Value));
        foreach (var file in folder.Annotations(".json").Where(file => Path.GetFileName(file) != "classes.json"))
        {
            builder.Part(file, () => JsonFile.Use(file, root =>
            {
                foreach (var task in root.Items())
                {
                    var id = task.Get("id").Key();
                    builder.Part(file, () => Add(folder, builder, file, task.Called($"task {id}"), [.. brushes[id].OrderBy(brush => brush.File, StringComparer.Ordinal)]));
                }
            }));
        }
    }

    private static void Add(ImportFolder folder, ImportBuilder builder, string file, JsonPlace task, (string File, string Annotation, string Tag)[] brushes)
    {
        var path = Image(folder, task);
        var objects = new List<DrawnObject>();
        (int, int)? size = null;
        if (Annotation(task) is { } annotation)
        {
            foreach (var result in annotation.Get("result").Items().Where(result => !LabelStudioResult.IsAbout(result)))
            {
                var region = LabelStudioResult.Read(result);
                size = size is null || size == region.Size ? region.Size : throw new AnnotationException(result.Place, "its original size is another one than that of the regions before");
                objects.Add(new DrawnObject(builder.Class(new SourceClass(region.Label)), [region.Region]));
            }
        }

        if (brushes.Select(brush => brush.Annotation).Distinct().Count() > 1)
        {
            throw new AnnotationException(task.Place, $"there are brush PNGs of two annotations, like {Path.GetFileName(brushes[0].File)} and {Path.GetFileName(brushes[^1].File)}; keep those of one");
        }

        if (objects.Exists(drawn => drawn.Parts[0] is BrushBits) && brushes.Length > 0)
        {
            builder.Note("brush PNGs of tasks whose brushes are in the JSON aren't used");
            brushes = [];
        }

        objects.AddRange(brushes.Select(brush => new DrawnObject(
            builder.Class(new SourceClass(brush.Tag)), [new MaskPicture(() => ImportFolder.Bytes(brush.File), null, Path.GetFileName(brush.File))])));
        builder.Add(new ImportItem(path, file, Splits.OfPath(folder.Relative(path)), new ObjectDrawing(objects, size, DrawOrder.AsWritten, task.Place)));
    }

    private static JsonPlace? Annotation(JsonPlace task)
    {
        if (task.Find("annotations") is not { } all)
        {
            return task.Has("data") ? throw new AnnotationException(task.Place, "there is no list \"annotations\"") : null; // JSON-MIN
        }

        JsonPlace[] kept = [.. all.Items().Where(annotation => annotation.Find("was_cancelled")?.Value.ValueKind != System.Text.Json.JsonValueKind.True)];
        return kept.Length > 1
            ? throw new AnnotationException(task.Place, $"there are {kept.Length} annotations of one image; keep one of them")
            : kept is [var only] ? only : null;
    }

    private static string Image(ImportFolder folder, JsonPlace task)
    {
        var data = task.Find("data") ?? task;
        var named = data.Find("image") ?? data.Find("img") ?? throw new AnnotationException(task.Place, "there is no \"image\" among its data");
        var place = LabelStudioPaths.Local(named.Text());
        try
        {
            return folder.Image(place, task.Place);
        }
        catch (AnnotationException) when (UploadPrefix().IsMatch(place))
        {
            return folder.Image(UploadPrefix().Replace(place, ""), task.Place); // the upload's eight digits are Label Studio's own
        }
    }

    [GeneratedRegex(@"^task-(?<task>\d+)-annotation-(?<annotation>\d+)-by-.*?-?tag-(?<tag>.+)-\d+\.png$")]
    private static partial Regex BrushName();

    [GeneratedRegex("^[0-9a-f]{8}-(?=.)")]
    private static partial Regex UploadPrefix();
}
