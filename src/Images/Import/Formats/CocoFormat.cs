using Prcl.Images.Import.Annotations;
using Prcl.Images.Import.Drawing;
using Prcl.Images.Import.Regions;

namespace Prcl.Images.Import.Formats;

/// <summary>
/// COCO's instances: <c>images</c>, <c>annotations</c> and <c>categories</c> in one JSON file a split. Polygons and run lengths, compressed or not; crowds are drawn like
/// other objects. Where objects overlap, the one of fewer pixels is on top.
/// </summary>
internal sealed class CocoFormat : ImportFormat
{
    private const int LargestSide = 1 << 16;

    /// <inheritdoc/>
    public override string Name => "coco";

    /// <inheritdoc/>
    public override string Description => "COCO instances: polygons and RLE";

    /// <inheritdoc/>
    public override bool HasObjects => true;

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder)
    {
        var files = folder.Annotations(".json");
        string[] instances = [.. files.Where(file => Path.GetFileName(file).StartsWith("instances_", StringComparison.Ordinal))];
        foreach (var file in instances.Length > 0 ? instances : files.Where(file => Path.GetFileName(file) != "classes.json"))
        {
            builder.Part(file, () => JsonFile.Use(file, root => new Reader(folder, builder, file, root).Read()));
        }

        foreach (var other in instances.Length > 0 ? files.Except(instances) : [])
        {
            builder.Note($"{folder.Relative(other)} isn't used, instances_*.json are");
        }
    }

    private sealed class Reader(ImportFolder folder, ImportBuilder builder, string file, JsonPlace root)
    {
        private readonly Dictionary<string, SourceClass> _categories = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Picture> _pictures = new(StringComparer.Ordinal);

        public void Read()
        {
            foreach (var category in root.Get("categories").Items())
            {
                var id = category.Get("id").Key();
                if (!_categories.TryAdd(id, builder.Class(new SourceClass(category.Get("name").Text()))))
                {
                    throw new AnnotationException(category.Place, $"there are two categories of the id {id}");
                }
            }

            foreach (var picture in root.Get("images").Items())
            {
                var id = picture.Get("id").Key();
                if (!_pictures.TryAdd(id, new Picture(picture.Called($"image {id}"))))
                {
                    throw new AnnotationException(picture.Place, $"there are two images of the id {id}");
                }
            }

            // An annotation whose image isn't known would leave some image without it in silence, so it costs the whole file.
            foreach (var annotation in root.Get("annotations").Items())
            {
                var named = annotation.Called(annotation.Find("id") is { } id ? $"annotation {id.Key()}" : annotation.Place);
                var key = named.Get("image_id").Key();
                var picture = _pictures.GetValueOrDefault(key) ?? throw new AnnotationException(named.Place, $"there is no image of the id {key}");
                Add(named, picture);
            }

            var split = folder.Single is null ? Splits.OfPath(folder.Relative(file)) : Splits.OfPath(Path.GetFileName(file));
            var bases = Bases(split);
            foreach (var picture in _pictures.Values)
            {
                Add(picture, split, bases);
            }
        }

        private void Add(JsonPlace annotation, Picture picture)
        {
            try
            {
                var key = annotation.Get("category_id").Key();
                var category = _categories.GetValueOrDefault(key) ?? throw new AnnotationException(annotation.Place, $"there is no category of the id {key}");
                var segmentation = annotation.Find("segmentation") ?? throw new AnnotationException(annotation.Place, "there is no \"segmentation\": a box says nothing of its pixels");
                picture.Objects.Add(new DrawnObject(category, segmentation.Value.ValueKind == System.Text.Json.JsonValueKind.Array ? Polygons(segmentation) : [Runs(segmentation)]));
            }
            catch (AnnotationException error)
            {
                picture.Fault ??= error.Message;
            }
        }

        private void Add(Picture picture, string split, string[] bases)
        {
            var place = picture.Place.Place;
            try
            {
                var name = picture.Place.Get("file_name").Text();
                var size = (picture.Place.Get("width").Whole(1, LargestSide), picture.Place.Get("height").Whole(1, LargestSide));
                var path = folder.Image(name, place, bases);
                if (picture.Fault is { } fault)
                {
                    builder.Fault(path, $"its label in {folder.Relative(file)}: {fault}", "badLabel");
                    return;
                }

                builder.Add(new ImportItem(path, file, split, new ObjectDrawing(picture.Objects, size, DrawOrder.SmallOnTop, place)));
            }
            catch (AnnotationException error)
            {
                builder.Fault(file, error.Message);
            }
        }

        // train2017/ beside annotations/instances_train2017.json
        private string[] Bases(string split) => [Path.GetDirectoryName(file)!, .. split.Length == 0 ? [] : folder.Folders.Where(below => Splits.OfPath(folder.Relative(below)) == split)];

        private static Region[] Polygons(JsonPlace segmentation)
        {
            var parts = segmentation.Items();
            return parts.Length == 0
                ? throw new AnnotationException(segmentation.Place, "it has no polygon: a box says nothing of its pixels")
                : [.. parts.Select(part => new CocoPolygon(Corners.OfPairs(part.Numbers(), part.Place), part.Place))];
        }

        private static SizedRuns Runs(JsonPlace segmentation)
        {
            if (segmentation.Get("size").Numbers() is not [var height, var width])
            {
                throw new AnnotationException(segmentation.Place, "\"size\" has to be [height, width]");
            }

            var counts = segmentation.Get("counts");
            int[] lengths = counts.Value.ValueKind == System.Text.Json.JsonValueKind.String
                ? CompressedCounts.Decode(counts.Text(), counts.Place)
                : [.. counts.Items().Select(count => count.Whole(0, int.MaxValue))];
            return new SizedRuns(lengths, width, height, segmentation.Place);
        }
    }

    private sealed class Picture(JsonPlace place)
    {
        public JsonPlace Place => place;

        public List<DrawnObject> Objects { get; } = [];

        public string? Fault { get; set; }
    }
}
