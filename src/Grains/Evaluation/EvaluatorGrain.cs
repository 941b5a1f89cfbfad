using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Images;
using Prcl.Grains.Ingest;
using Prcl.Grains.Limits;
using Prcl.Grains.Predictors;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;
using Prcl.Grains.Trainers;
using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Grains.Evaluation;

/// <summary>
/// Measures published versions on the run's evaluation images, domain by domain, on the inference thread; keeps a thinned
/// history, moves the alias <c>best</c>, and measures <c>baseline</c> once on the same images.
/// </summary>
[Reentrant]
[RequiresRole(SiloRoles.Predictor)]
public sealed partial class EvaluatorGrain(
    [PersistentState("evaluator", GrainStateStore.Name)] IPersistentState<EvaluatorState> state,
    RunStore runs,
    ImageBlobs blobs,
    ModelCache models,
    PixelGate pixels,
    TimeProvider time,
    ILogger<EvaluatorGrain> logger) : Grain, IEvaluatorGrain
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private IGrainTimer? _timer;
    private DateTimeOffset _due = DateTimeOffset.MinValue;
    private int _generation;

    private string Run => this.GetPrimaryKeyString();

    private IRunGrain RunGrain => GrainFactory.GetGrain<IRunGrain>(Run);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken) => _generation = (await runs.GetNow(Run)).Description.Generation;

    /// <inheritdoc/>
    public Task MakeWay(int generation)
    {
        if (_generation < generation)
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Start()
    {
        await runs.Get(Run);
        _timer ??= this.RegisterGrainTimer(EvaluateNewest, new GrainTimerCreationOptions(Poll, Poll) { KeepAlive = true });
    }

    /// <inheritdoc/>
    public Task<EvaluationResult[]> History() => Task.FromResult<EvaluationResult[]>([.. state.State.History]);

    /// <inheritdoc/>
    public Task<DomainComparison[]> Comparison() => Task.FromResult<DomainComparison[]>([.. state.State.Comparison]);

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvaluationResult> EvaluateNow(long? version)
    {
        var run = await runs.Get(Run);
        var model = await ModelChoice.Of(RunGrain, Run, version ?? await Newest());
        var domains = await EvaluationImages(run);
        foreach (var (domain, images) in domains)
        {
            yield return await Measure(run, model, domain, images);
        }

        if (domains.Count == 0)
        {
            throw new PrclRequestException($"Run '{Run}' has no evaluation images; push some with their labels and the purpose 'evaluate'.") { Code = RequestErrorCode.NothingToMeasure };
        }
    }

    /// <inheritdoc/>
    public async Task<EvaluationResult> Score(ImagePush[] images, long? version)
    {
        var run = await runs.Get(Run);
        var model = await ModelChoice.Of(RunGrain, Run, version ?? await Newest());
        var tally = new DomainTally(run.Classes.Count);
        foreach (var push in images)
        {
            using var turn = await pixels.Enter(PixelsOf(push.Image, push.Label));
            var labelled = push with { Purpose = ImagePurpose.Evaluate };
            if (PushCheck.Inspect(labelled, run.Classes).Refusal is { } refusal)
            {
                throw new PrclRequestException(refusal.Message) { Code = RequestErrors.Of(refusal.Outcome) };
            }

            var (image, label) = await Task.Run(() => Decode(push.Image, push.Label!));
            await Score(run, model, image, label, tally);
        }

        return Result(run, model, images.Length > 0 ? images[0].Domain : "", images.Length, tally);
    }

    private async Task EvaluateNewest(CancellationToken cancellationToken)
    {
        try
        {
            var run = await runs.Get(Run);
            if (await RunGrain.Describe() is { } now && now.Revision > 0)
            {
                run = new RunRecord(now);
            }

            if (run.Description.Generation != _generation)
            {
                DeactivateOnIdle();
                return;
            }

            if (time.GetUtcNow() < _due || await RunGrain.Model("latest") is not { } model)
            {
                return;
            }

            var (baseline, frames) = (await RunGrain.Model(Baseline.Alias), await CountFrames(run));
            if (frames == 0 || (model.Version <= state.State.LastVersion && (frames, baseline?.Version ?? -1) == (state.State.FrameCount, state.State.BaselineVersion)))
            {
                return;
            }

            // Under an alias a version isn't retired while it is measured.
            await RunGrain.MoveAlias("measured", model.Version);
            var (measured, compared) = (new List<EvaluationResult>(), new List<DomainComparison>());
            foreach (var (domain, all) in await EvaluationImages(run))
            {
                var images = Spaced(all, run.Settings.EvaluationImages);
                measured.Add(await Measure(run, model, domain, images));
                if (baseline is not null)
                {
                    compared.Add(await Compare(run, measured[^1], baseline, images));
                }
            }

            (state.State.FrameCount, state.State.BaselineVersion) = (frames, baseline?.Version ?? -1);
            await Keep(model.Version, measured, compared);
            _due = time.GetUtcNow() + TimeSpan.FromSeconds(run.Settings.EvaluationSeconds);
        }
        catch (Exception failure) when (Transient.Is(failure) || failure is InvalidDataException or PrclRequestException)
        {
            LogPutOff(Run, failure.Message);
            _due = time.GetUtcNow() + AfterFailure;
            if (failure is InconsistentStateException or PrclRequestException { Code: RequestErrorCode.NoSuchRun })
            {
                // Only a new activation knows what is stored, or which run there is.
                DeactivateOnIdle();
            }
        }
    }

    private async Task Keep(long version, List<EvaluationResult> results, List<DomainComparison> comparison)
    {
        // The alias first: after a crash in between the version is measured again.
        var mean = results.Select(r => r.MeanIou).Where(double.IsFinite).DefaultIfEmpty(0).Average();
        if (mean > state.State.BestMeanIou)
        {
            await RunGrain.MoveAlias("best", version);
            state.State.BestMeanIou = mean;
        }

        state.State.LastVersion = version;
        state.State.Comparison = comparison;
        EvaluationHistory.Add(state.State.History, results);
        await state.WriteStateAsync();
    }

    // The baseline is measured once; again only where the frames are others, since what is compared must be the same, or an earlier program measured less of it.
    private async Task<DomainComparison> Compare(RunRecord run, EvaluationResult newest, ModelReference baseline, (int Partition, ImageInfo Info)[] images)
    {
        var frames = Fingerprint(images);
        var known = state.State.Comparison.Find(c => c.Domain == newest.Domain && c.Frames == frames && c.Baseline.Version == baseline.Version && c.Baseline.CalibrationError is not null)?.Baseline;
        if (known is null && baseline.Version != newest.Version)
        {
            var measured = await Measure(run, baseline, newest.Domain, images);
            EvaluationHistory.Add(state.State.History, [measured]);
            known = ScoreOf(measured);
        }

        return new DomainComparison(newest.Domain, newest.Images, frames, ScoreOf(newest), known ?? ScoreOf(newest));
    }

    private static ModelScore ScoreOf(EvaluationResult result) => new(result.Version, result.MeanIou, result.PerClassIou, result.UncertaintyAuroc, result.CalibrationError);

    private static string Fingerprint((int Partition, ImageInfo Info)[] images) =>
        ContentHash.Of(Encoding.UTF8.GetBytes(string.Concat(images.Select(i => i.Info.Sha256 + i.Info.LabelSha256)))).ToString();

    private async Task<long> CountFrames(RunRecord run) =>
        (await Task.WhenAll(Enumerable.Range(0, run.Settings.Partitions).Select(p => Stream(p).Counts()))).Sum(c => c.Evaluation);

    private async Task<long> Newest() => (await RunGrain.Current()).Version;

    private async Task<IReadOnlyList<(string Domain, (int Partition, ImageInfo Info)[] Images)>> EvaluationImages(RunRecord run)
    {
        var partitions = await Task.WhenAll(Enumerable.Range(0, run.Settings.Partitions)
            .Select(async p => (await Stream(p).Evaluation()).Select(i => (Partition: p, Info: i))));
        return [.. partitions.SelectMany(p => p).GroupBy(i => i.Info.Domain).Select(d => (d.Key, d.ToArray()))];
    }

    private async Task<EvaluationResult> Measure(RunRecord run, ModelReference model, string domain, (int Partition, ImageInfo Info)[] images)
    {
        var tally = new DomainTally(run.Classes.Count);
        var measured = 0;
        foreach (var (partition, image) in images)
        {
            measured += await Measure(run, model, partition, image, tally) ? 1 : 0;
        }

        return Result(run, model, domain, measured, tally);
    }

    // An image that can't be read any more is left out, and quarantined when that happens again and again.
    private async Task<bool> Measure(RunRecord run, ModelReference model, int partition, ImageInfo info, DomainTally tally)
    {
        try
        {
            var (file, labels) = (await blobs.Load(ContentHash.Parse(info.Sha256)), await blobs.Load(ContentHash.Parse(info.LabelSha256!)));
            using var turn = await pixels.Enter(PixelsOf(file, labels));
            var (image, label) = Decode(file, labels);
            return await Score(run, model, image, label, tally);
        }
        catch (Exception failure) when (failure is InvalidDataException or FileNotFoundException)
        {
            await Stream(partition).Fail("evaluator", 0, info.Sequence, failure.Message, Random.Shared.NextInt64());
            return false;
        }
    }

    private static long PixelsOf(byte[] image, byte[]? label) => PixelGate.PixelsOf(image) + PixelGate.PixelsOf(label);

    private IImageStreamGrain Stream(int partition) => GrainFactory.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(Run, partition));

    private static (RgbImage Image, LabelMap Label) Decode(byte[] image, byte[] label) => (
        ImageDecoder.Decode(image, ImageLimits.Default) is { Image: { } decoded } ? decoded : throw new InvalidDataException("A stored image can't be decoded any more."),
        LabelPng.Read(label, ImageLimits.Default).Labels ?? throw new InvalidDataException("A stored label can't be decoded any more."));

    private Task<bool> Score(RunRecord run, ModelReference model, RgbImage image, LabelMap label, DomainTally tally) => models.Use(run, model, served =>
    {
        tally.Add(served.Segmenter.SegmentWithDoubt(image), label, run.Classes.Ignore);
        return true;
    });

    private EvaluationResult Result(RunRecord run, ModelReference model, string domain, int images, DomainTally tally) => new(
        domain,
        model.Version,
        images,
        100 * tally.Confusion.MeanIou(),
        Array.ConvertAll(tally.Confusion.Iou(), v => 100 * v),
        tally.Confusion.Counts,
        model.ImagesTrained,
        (time.GetUtcNow().UtcDateTime - run.Description.CreatedUtc).TotalSeconds,
        tally.Reliability.UncertaintyAuroc(),
        tally.Reliability.CalibrationError(),
        tally.Reliability);

    private static T[] Spaced<T>(T[] images, int count) => count == 0 || images.Length <= count
        ? images
        : [.. Enumerable.Range(0, count).Select(i => images[(int)((long)i * images.Length / count)])];

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: evaluation put off: {Reason}")]
    private partial void LogPutOff(string run, string reason);
}
