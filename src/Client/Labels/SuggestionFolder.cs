using Prcl.Client.Predictions;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Streams;

namespace Prcl.Client.Labels;

/// <summary>The folder that images to label are written to, each with the present prediction as a mask to begin with. What is there already, which may be somebody's work, stays.</summary>
/// <param name="client">Where they come from.</param>
/// <param name="run">The run.</param>
/// <param name="path">The folder; made when missing.</param>
/// <param name="note">Told what isn't written.</param>
internal sealed class SuggestionFolder(PrclClient client, string run, string path, Action<string> note)
{
    /// <summary>Writes images and masks.</summary>
    /// <returns>What was suggested and where it is; files that couldn't be had are null.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public async Task<SuggestionDocument[]> Write(ImageInfo[] images, CancellationToken cancellation)
    {
        Directory.CreateDirectory(path);
        var stems = PictureFiles.Stems(images.Select(i => WithEnding(Safe(i.Name))));
        var documents = new List<SuggestionDocument>();
        foreach (var (image, stem) in images.Zip(stems))
        {
            documents.Add(await Write(image, stem, cancellation));
        }

        return [.. documents];
    }

    private async Task<SuggestionDocument> Write(ImageInfo image, string stem, CancellationToken cancellation)
    {
        var document = SuggestionDocument.Of(image);
        try
        {
            var bytes = (await client.Images.Read(run, image.Sha256, cancellation)).Bytes;
            var name = $"{stem}{(bytes is [0x89, ..] ? ".png" : ".jpg")}";
            if (await IsAnother(name, bytes, cancellation))
            {
                note($"{Path.Combine(path, name)} is another image and stays: {image.Name} needs another folder");
                return document;
            }

            document = document with { File = await Save(name, bytes, cancellation) };
            var prediction = await client.Predictions.Predict(run, new PredictRequest(image.Name, bytes, PredictionPictures.Index, null), cancellation);
            return document with { Mask = await Save($"{stem}.mask.png", prediction.IndexPng!, cancellation) };
        }
        catch (Contracts.PrclRequestException refusal)
        {
            note($"{image.Name}: {refusal.Message}");
            return document;
        }
    }

    private async Task<bool> IsAnother(string name, byte[] bytes, CancellationToken cancellation) =>
        Path.Combine(path, name) is var file && File.Exists(file) && !(await File.ReadAllBytesAsync(file, cancellation)).AsSpan().SequenceEqual(bytes);

    private async Task<string> Save(string name, byte[] bytes, CancellationToken cancellation)
    {
        var file = Path.Combine(path, name);
        if (File.Exists(file))
        {
            note($"{file} is there already and stays as it is");
            return file;
        }

        await File.WriteAllBytesAsync(file, bytes, cancellation);
        return file;
    }

    // A frame of a clip is called clip.mp4#t=0.750: what stands after its last dot is no ending, and without it two frames would be one.
    private static string WithEnding(string name) => Path.GetExtension(name).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" ? name : name + ".jpg";

    // A name is what somebody pushed, not a path of this machine.
    private static string Safe(string name) => string.Concat(Path.GetFileName(name).Select(c => Array.IndexOf(Path.GetInvalidFileNameChars(), c) >= 0 ? '_' : c));
}
