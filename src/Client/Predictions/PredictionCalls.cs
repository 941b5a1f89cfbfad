using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;

namespace Prcl.Client.Predictions;

/// <summary>Calls that segment images.</summary>
public sealed class PredictionCalls
{
    private readonly IGrainFactory _grains;
    private readonly CallRetries _retries;

    internal PredictionCalls(IGrainFactory grains, CallRetries retries) => (_grains, _retries) = (grains, retries);

    /// <summary>Segments an image of any size.</summary>
    /// <exception cref="PrclRequestException">Not an image, too large, or no such run or version.</exception>
    public Task<Prediction> Predict(string run, PredictRequest request, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IPredictorGrain>(run).Predict(request), cancellation);
}
