using System.Text.Json;
using Prcl.Client.Output;
using Prcl.Contracts.Predictors;

namespace Prcl.Client.Predictions;

/// <summary>The folder that predictions are written to.</summary>
internal sealed class PictureFolder(string path)
{
    private const string IndexName = "index";

    private static readonly (string Name, PredictionPictures Picture, Func<Prediction, byte[]?> Png)[] Pictures =
    [
        ("colour", PredictionPictures.Colour, prediction => prediction.ColourPng),
        ("overlay", PredictionPictures.Overlay, prediction => prediction.OverlayPng),
        (IndexName, PredictionPictures.Index, prediction => prediction.IndexPng),
        ("uncertainty", PredictionPictures.Uncertainty, prediction => prediction.UncertaintyPng),
        ("uncertainty16", PredictionPictures.Uncertainty, prediction => prediction.UncertaintyValuesPng),
        ("variance", PredictionPictures.Variance, prediction => prediction.VariancePng),
    ];

    /// <summary>Every file that a prediction of this stem may be written to.</summary>
    public IEnumerable<string> FilesOf(string stem) => Pictures.Select(picture => PathOf(stem, picture.Name)).Append(JsonOf(stem));

    /// <summary>Whether an earlier call has done an image: its JSON is there, which is written last.</summary>
    /// <param name="stem">The image's.</param>
    /// <param name="version">The version that has to have done it; null for any.</param>
    /// <param name="withIndex">Whether its class ids have to be there too.</param>
    public bool IsDone(string stem, long? version, bool withIndex)
    {
        if (!File.Exists(JsonOf(stem)) || (withIndex && !File.Exists(PathOf(stem, IndexName))))
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(JsonOf(stem)));
            var by = json.RootElement.GetProperty("version").GetInt64();
            return version is null || version == by;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>The class ids that an earlier call has written.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public Task<byte[]> Index(string stem, CancellationToken cancellation) => File.ReadAllBytesAsync(PathOf(stem, IndexName), cancellation);

    /// <summary>Writes those of the pictures that the prediction has, and its numbers as JSON.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public async Task<PredictionDocument> Write(string stem, string image, Prediction prediction, PredictionPictures wanted, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(JsonOf(stem))!);
        var files = new List<string>();
        foreach (var (name, picture, png) in Pictures)
        {
            if ((wanted & picture) != 0 && png(prediction) is { } bytes)
            {
                files.Add(PathOf(stem, name));
                await File.WriteAllBytesAsync(files[^1], bytes, cancellation);
            }
        }

        var document = PredictionDocument.Of(image, prediction, [.. files.Append(JsonOf(stem)).Select(file => Path.GetFileName(file))]);
        var unfinished = JsonOf(stem) + ".part";
        await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(document, JsonForm.Indented) + "\n", cancellation);
        File.Move(unfinished, JsonOf(stem), overwrite: true);
        return document;
    }

    private string JsonOf(string stem) => Path.Combine(path, $"{stem}.json");

    private string PathOf(string stem, string picture) => Path.Combine(path, $"{stem}.{picture}.png");
}
