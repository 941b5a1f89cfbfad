using Prcl.Client.Output;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;

namespace Prcl.Client.Predictions;

/// <summary>
/// Segments images, a few at a time, and settles them in their order: an image's pictures are on the disk before the JSON that says so.
/// </summary>
/// <param name="predict">Asks the silo.</param>
/// <param name="folder">Where to.</param>
/// <param name="wish">What is wanted.</param>
internal sealed class PredictionPass(Func<PredictRequest, CancellationToken, Task<Prediction>> predict, PictureFolder folder, PredictionWish wish)
{
    // The silo computes one at a time; another is read and sent, and one drawn, meanwhile.
    private const int CallsInFlight = 4;

    // A call above 100 MB would be lost without a word; an image that large is refused here.
    private const long LargestFile = 64 << 20;

    /// <summary>What was done, in the images' order.</summary>
    public List<PredictionDocument> Documents { get; } = [];

    /// <summary>A line for each image that was refused or can't be read.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>Images that had been done by an earlier call and were left as they are.</summary>
    public int Left { get; private set; }

    /// <summary>Does it.</summary>
    /// <param name="images">Each image and the stem of its files.</param>
    /// <param name="settled">Told how many images were settled just now.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task Run(IEnumerable<(PredictionSource Source, string Stem)> images, Action<int> settled, CancellationToken cancellation)
    {
        var flying = new Queue<(PredictionSource Source, string Stem, Task<Answer> Answer)>();
        foreach (var (source, stem) in images)
        {
            flying.Enqueue((source, stem, Ask(source, stem, cancellation)));
            if (flying.Count == CallsInFlight)
            {
                await Settle(flying.Dequeue(), settled, cancellation);
            }
        }

        while (flying.Count > 0)
        {
            await Settle(flying.Dequeue(), settled, cancellation);
        }
    }

    private async Task<Answer> Ask(PredictionSource source, string stem, CancellationToken cancellation)
    {
        if (wish.Resumes && folder.IsDone(stem, wish.Version, withIndex: wish.Coco is not null))
        {
            return new Answer(null, wish.Coco is null ? null : await folder.Index(stem, cancellation), null);
        }

        try
        {
            if (new FileInfo(source.Path).Length > LargestFile)
            {
                return new Answer(null, null, $"more than {LargestFile:N0} bytes");
            }

            var bytes = await File.ReadAllBytesAsync(source.Path, cancellation);
            return new Answer(await predict(new PredictRequest(Printable.Of(Path.GetFileName(source.Path)), bytes, wish.Asked, wish.Version), cancellation), null, null);
        }
        catch (Exception error) when (error is PrclRequestException or IOException or UnauthorizedAccessException)
        {
            return new Answer(null, null, error.Message);
        }
    }

    private async Task Settle((PredictionSource Source, string Stem, Task<Answer> Answer) image, Action<int> settled, CancellationToken cancellation)
    {
        var (prediction, index, fault) = await image.Answer;
        if (fault is not null)
        {
            Refused.Add(FileLine.Of(image.Source.Path, fault));
        }
        else if (prediction is null)
        {
            Left++;
        }
        else
        {
            try
            {
                Documents.Add(await folder.Write(image.Stem, image.Source.Path, prediction, wish.Pictures, cancellation));
                index = prediction.IndexPng;
            }
            catch (PathTooLongException tooLong)
            {
                Refused.Add(FileLine.Of(image.Source.Path, tooLong.Message));
            }
        }

        if (wish.Coco is { } coco && index is not null)
        {
            coco.Add(image.Source.Listed, index);
        }

        settled(1);
    }

    // A prediction; or the class ids of an earlier call; or why there is neither.
    private sealed record Answer(Prediction? Prediction, byte[]? Index, string? Fault);
}
