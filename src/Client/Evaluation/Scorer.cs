using Prcl.Client.Push;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Evaluation;

/// <summary>Scores labelled files batch by batch with one model version, whatever is published meanwhile.</summary>
/// <param name="calls">The calls.</param>
/// <param name="settled">Told how many images have just been scored; may be called concurrently.</param>
internal sealed class Scorer(EvaluationCalls calls, Action<int> settled)
{
    // Segmenting takes about a second an image on a small machine, and a call must end within 30.
    private static readonly PushLimits Limits = new(BatchImages: 4, CallsInFlight: 2);

    /// <summary>Adds all files' counts to a measurement. Nothing is stored.</summary>
    /// <exception cref="PrclRequestException">An image or label breaks a rule, or no such run or version.</exception>
    public async Task Score(string run, IReadOnlyList<PushItem> items, long? version, Measurement measurement, CancellationToken cancellation)
    {
        PushItem[][] batches = [.. PushBatches.Of(items, Limits)];

        // The first answer names the version that the others are then asked for.
        var first = await ScoreBatch(run, batches[0], version, cancellation);
        Add(first);
        await Parallel.ForEachAsync(
            batches.Skip(1),
            new ParallelOptions { MaxDegreeOfParallelism = Limits.CallsInFlight, CancellationToken = cancellation },
            async (batch, stop) => Add(await ScoreBatch(run, batch, first.Version, stop)));

        void Add(EvaluationResult result)
        {
            measurement.Add(result);
            settled(result.Images);
        }
    }

    private async Task<EvaluationResult> ScoreBatch(string run, PushItem[] batch, long? version, CancellationToken cancellation)
    {
        var loaded = await Task.WhenAll(batch.Select(item => item.Load(ImagePurpose.Evaluate, cancellation)));
        return await calls.Score(run, loaded, version, cancellation);
    }
}
