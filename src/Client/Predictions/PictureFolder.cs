using System.Text.Json;
using Prcl.Client.Output;
using Prcl.Contracts.Predictors;

namespace Prcl.Client.Predictions;

/// <summary>The folder that predictions are written to.</summary>
internal sealed class PictureFolder(string path)
{
    private static readonly (string Name, Func<Prediction, byte[]?> Png)[] Pictures =
    [
        ("colour", prediction => prediction.ColourPng),
        ("overlay", prediction => prediction.OverlayPng),
        ("index", prediction => prediction.IndexPng),
        ("uncertainty", prediction => prediction.UncertaintyPng),
        ("uncertainty16", prediction => prediction.UncertaintyValuesPng),
        ("variance", prediction => prediction.VariancePng),
    ];

    /// <summary>Every file that a prediction of this stem may be written to.</summary>
    public IEnumerable<string> FilesOf(string stem) =>
        Pictures.Select(picture => PathOf(stem, picture.Name)).Append(Path.Combine(path, $"{stem}.json"));

    /// <summary>Writes the pictures that the prediction has, and its numbers as JSON.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public async Task<PredictionDocument> Write(string stem, string image, Prediction prediction, CancellationToken cancellation)
    {
        Directory.CreateDirectory(path);
        var files = new List<string>();
        foreach (var (name, png) in Pictures)
        {
            if (png(prediction) is { } bytes)
            {
                files.Add(PathOf(stem, name));
                await File.WriteAllBytesAsync(files[^1], bytes, cancellation);
            }
        }

        var json = Path.Combine(path, $"{stem}.json");
        var document = PredictionDocument.Of(image, prediction, [.. files.Append(json).Select(file => Path.GetFileName(file))]);
        await File.WriteAllTextAsync(json, JsonSerializer.Serialize(document, JsonForm.Indented) + "\n", cancellation);
        return document;
    }

    private string PathOf(string stem, string picture) => Path.Combine(path, $"{stem}.{picture}.png");
}
