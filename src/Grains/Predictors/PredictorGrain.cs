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
    /// <inheritdoc/>
    public async Task<Prediction> Predict(PredictRequest request)
    {
        var run = await runs.Get(this.GetPrimaryKeyString());
        var name = run.Description.Name;
        using var turn = await pixels.Enter(PixelGate.PixelsOf(request.Image));
        var decoded = await Task.Run(() => ImageDecoder.Decode(request.Image, ImageLimits.Default));
        if (decoded.Image is not { } image)
        {
            refusals.Count(name, $"predict {decoded.Refusal}");
            throw new PrclRequestException($"{request.Name}: {decoded.Message}") { Code = RequestErrors.Of(PushCheck.OutcomeOf(decoded.Refusal)) };
        }

        var version = await ModelChoice.Of(GrainFactory.GetGrain<IRunGrain>(name), name, request.Version);
        var withUncertainty = (request.Pictures & (PredictionPictures.Variance | PredictionPictures.Uncertainty)) != 0;
        var result = await models.Use(run, version, model => model.Segmenter.Segment(image, withUncertainty));
        return await Task.Run(() => PredictionDrawing.Draw(result, image, run.Classes, request.Pictures, version.Version));
    }
}
