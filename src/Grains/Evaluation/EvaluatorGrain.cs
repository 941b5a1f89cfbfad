using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Ingest;
using Prcl.Grains.Predictors;
using Prcl.Grains.Runs;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;

namespace Prcl.Grains.Evaluation;

/// <summary>
/// Measures published versions on the run's evaluation images, domain by domain, on the inference thread; keeps a thinned
/// history and moves the alias <c>best</c>.
/// </summary>
[Reentrant]
public sealed partial class EvaluatorGrain(
    [PersistentState("evaluator", GrainStateStore.Name)] IPersistentState<EvaluatorState> state,
    RunStore runs,
    ImageBlobs blobs,
    ModelCache models,
    TimeProvider time,
    ILogger<EvaluatorGrain> logger) : Grain, IEvaluatorGrain
{
    private const int Capacity = 2000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private IGrainTimer? _timer;
    private DateTimeOffset _lastEvaluation = DateTimeOffset.MinValue;

    private string Run => this.GetPrimaryKeyString();

    private IRunGrain RunGrain => GrainFactory.GetGrain<IRunGrain>(Run);

    /// <inheritdoc/>
    public async Task Start()
    {
        await runs.Get(Run);
        _timer ??= this.RegisterGrainTimer(EvaluateNewest, new GrainTimerCreationOptions(Poll, Poll) { KeepAlive = true });
    }

    /// <inheritdoc/>
    public Task<EvaluationResult[]> History() => Task.FromResult<EvaluationResult[]>([.. state.State.History]);

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvaluationResult> EvaluateNow(long? version)
    {
        var run = await runs.Get(Run);
        var model = await ModelChoice.Of(RunGrain, Run, version);
        var any = false;
        foreach (var (domain, images) in await EvaluationImages(run))
        {
            any = true;
            yield return await Measure(run, model, domain, images);
        }

        if (!any)
        {
            throw new PrclRequestException($"Run '{Run}' has no evaluation images; push some with their labels and the purpose 'evaluate'.");
        }
    }

    /// <inheritdoc/>
    public async Task<EvaluationResult> Score(ImagePush[] images, long? version)
    {
        var run = await runs.Get(Run);
        var model = await ModelChoice.Of(RunGrain, Run, version);
        var confusion = new ConfusionMatrix(run.Classes.Count);
        foreach (var push in images)
        {
            var labelled = push with { Purpose = ImagePurpose.Evaluate };
            if (PushCheck.Inspect(labelled, run.Classes).Refusal is { } refusal)
            {
                throw new PrclRequestException(refusal.Message);
            }

            await Score(run, model, push.Image, push.Label!, confusion);
        }

        return Result(run, model, images.Length > 0 ? images[0].Domain : "", images.Length, confusion);
    }

    private async Task EvaluateNewest(CancellationToken cancellationToken)
    {
        try
        {
            var run = await runs.Get(Run);
            var due = _lastEvaluation + TimeSpan.FromSeconds(run.Settings.EvaluationSeconds);
            if (time.GetUtcNow() < due || await RunGrain.Model("latest") is not { } model || model.Version <= state.State.LastVersion)
            {
                return;
            }

            var results = new List<EvaluationResult>();
            foreach (var (domain, images) in await EvaluationImages(run))
            {
                results.Add(await Measure(run, model, domain, Spaced(images, run.Settings.EvaluationImages)));
            }

            _lastEvaluation = time.GetUtcNow();
            await Keep(model.Version, results);
        }
        catch (Exception failure) when (failure is BlobStorageException or TimeoutException or OrleansException or InvalidDataException or FileNotFoundException)
        {
            LogPutOff(Run, failure.Message);
        }
    }

    private async Task Keep(long version, List<EvaluationResult> results)
    {
        state.State.LastVersion = version;
        state.State.History.AddRange(results);
        if (state.State.History.Count > Capacity)
        {
            var versions = state.State.History.Select(r => r.Version).Distinct().Where((_, i) => i % 2 == 1).ToHashSet();
            state.State.History.RemoveAll(r => !versions.Contains(r.Version));
        }

        var mean = results.Select(r => r.MeanIou).Where(double.IsFinite).DefaultIfEmpty(0).Average();
        var isBest = mean > state.State.BestMeanIou;
        state.State.BestMeanIou = isBest ? mean : state.State.BestMeanIou;
        await state.WriteStateAsync();
        if (isBest)
        {
            await RunGrain.MoveAlias("best", version);
        }
    }

    private async Task<IEnumerable<(string Domain, ImageInfo[] Images)>> EvaluationImages(RunRecord run)
    {
        var partitions = await Task.WhenAll(Enumerable.Range(0, run.Settings.Partitions)
            .Select(p => GrainFactory.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(Run, p)).Evaluation()));
        return partitions.SelectMany(p => p).GroupBy(i => i.Domain).Select(d => (d.Key, d.ToArray()));
    }

    private async Task<EvaluationResult> Measure(RunRecord run, ModelReference model, string domain, ImageInfo[] images)
    {
        var confusion = new ConfusionMatrix(run.Classes.Count);
        foreach (var image in images)
        {
            var bytes = await blobs.Load(ContentHash.Parse(image.Sha256));
            var label = await blobs.Load(ContentHash.Parse(image.LabelSha256!));
            await Score(run, model, bytes, label, confusion);
        }

        return Result(run, model, domain, images.Length, confusion);
    }

    private Task<bool> Score(RunRecord run, ModelReference model, byte[] image, byte[] label, ConfusionMatrix confusion) => models.Use(run, model, served =>
    {
        var pixels = ImageDecoder.Decode(image, ImageLimits.Default).Image ?? throw new InvalidDataException("A stored image can't be decoded any more.");
        var truth = LabelPng.Read(label, ImageLimits.Default).Labels ?? throw new InvalidDataException("A stored label can't be decoded any more.");
        served.Segmenter.Score(pixels, truth, run.Classes.Ignore, confusion);
        return true;
    });

    private EvaluationResult Result(RunRecord run, ModelReference model, string domain, int images, ConfusionMatrix confusion) => new(
        domain,
        model.Version,
        images,
        100 * confusion.MeanIou(),
        Array.ConvertAll(confusion.Iou(), v => 100 * v),
        confusion.Counts,
        model.ImagesTrained,
        (time.GetUtcNow().UtcDateTime - run.Description.CreatedUtc).TotalSeconds);

    private static ImageInfo[] Spaced(ImageInfo[] images, int count) => count == 0 || images.Length <= count
        ? images
        : [.. Enumerable.Range(0, count).Select(i => images[(int)((long)i * images.Length / count)])];

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: evaluation put off: {Reason}")]
    private partial void LogPutOff(string run, string reason);
}
