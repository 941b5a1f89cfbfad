using System.Text.Json;
using Prcl.Client.Output;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Import.Regions;

namespace Prcl.Client.Predictions.Coco;

/// <summary>
/// Predictions as one JSON file of COCO: a category a class, of the class's id; an annotation for each class of an image, with compressed run lengths. Only the masks' texts
/// are held until it is written.
/// </summary>
/// <param name="classes">The run's classes.</param>
internal sealed class CocoFile(ClassList classes)
{
    private readonly List<Picture> _images = [];
    private readonly List<Annotation> _annotations = [];

    /// <summary>Adds an image.</summary>
    /// <param name="name">Its file's name.</param>
    /// <param name="indexPng">Its class ids, a PNG of the silo's.</param>
    /// <exception cref="IOException">The PNG can't be read.</exception>
    public void Add(string name, byte[] indexPng)
    {
        var read = LabelPng.Read(indexPng, ImageLimits.Default);
        var labels = read.Labels ?? throw new IOException($"the class ids of {name} can't be read: {read.Message}");
        _images.Add(new Picture(_images.Count + 1, name.Replace('\\', '/'), labels.Width, labels.Height));
        foreach (var mask in ClassMask.Of(labels))
        {
            _annotations.Add(new Annotation(
                _annotations.Count + 1, _images.Count, mask.Id, new Segmentation([labels.Height, labels.Width], CompressedCounts.Encode(mask.Counts)), mask.Area, mask.Box, 0));
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="description">What its <c>info</c> says.</param>
    /// <param name="cancellation">Stops writing.</param>
    public Task Write(Stream target, string description, CancellationToken cancellation) => JsonSerializer.SerializeAsync(
        target,
        new
        {
            info = new { description },
            images = _images,
            annotations = _annotations,
            categories = classes.Classes.Select((entry, id) => new { id, name = entry.Name, color = new int[] { entry.Color.Red, entry.Color.Green, entry.Color.Blue } }),
        },
        Snake,
        cancellation);

    private static JsonSerializerOptions Snake { get; } = new(JsonForm.Compact) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private sealed record Picture(int Id, string FileName, int Width, int Height);

    private sealed record Annotation(int Id, int ImageId, int CategoryId, Segmentation Segmentation, int Area, int[] Bbox, int Iscrowd);

    private sealed record Segmentation(int[] Size, string Counts);
}
