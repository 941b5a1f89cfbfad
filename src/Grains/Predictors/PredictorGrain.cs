using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Runs;
using Prcl.Grains.Ingest;
using Prcl.Grains.Limits;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;
using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Grains.Predictors;

/// <summary>Segments images with the newest model. The model runs on the inference thread; decoding and drawing don't.</summary>
[StatelessWorker]
[RequiresRole(SiloRoles.Predictor)]
public sealed class PredictorGrain(RunStore runs, ModelCache models, RefusalCounters refusals, PixelGate pixels) : Grain, IPredictorGrain
{
    // 512 KiB on the wire; with 19 classes every place of a frame of 256 × 216 that the network tells apart.
    private const int MostNumbers = 131_072;

    /// <inheritdoc/>
    public Task<Prediction> Predict(PredictRequest request)
    {
        var withUncertainty = (request.Pictures & (PredictionPictures.Variance | PredictionPictures.Uncertainty)) != 0;
        return Look(
            request.Name, request.Image, request.Version,
            (model, image) => model.Segmenter.Segment(image, withUncertainty),
            (result, image, run, version) => PredictionDrawing.Draw(result, image, run.Classes, request.Pictures, version));
    }

    /// <inheritdoc/>
    public Task<ImageScores> Scores(ScoreRequest request) => Look(
        request.Name, request.Image, request.Version,
        (model, image) => model.Scorer.Score(image, MostNumbers),
        (scores, _, _, version) => new ImageScores(version, scores.Rows, scores.Columns, scores.Probabilities, scores.Scores));

    private async Task<TAnswer> Look<TResult, TAnswer>(
        string file, byte[] bytes, long? wanted, Func<ServedModel, RgbImage, TResult> look, Func<TResult, RgbImage, RunRecord, long, TAnswer> tell)
    {
        var run = await runs.Get(this.GetPrimaryKeyString());
        var name = run.Description.Name;
        using var turn = await pixels.Enter(PixelGate.PixelsOf(bytes));
        var decoded = await Task.Run(() => ImageDecoder.Decode(bytes, ImageLimits.Default));
        if (decoded.Image is not { } image)
        {
            refusals.Count(name, $"predict {decoded.Refusal}");
            throw new PrclRequestException($"{file}: {decoded.Message}") { Code = RequestErrors.Of(PushCheck.OutcomeOf(decoded.Refusal)) };
        }

        var version = await ModelChoice.Of(GrainFactory.GetGrain<IRunGrain>(name), name, wanted);
        var result = await models.Use(run, version, model => look(model, image));
        return await Task.Run(() => tell(result, image, run, version.Version));
    }
}
