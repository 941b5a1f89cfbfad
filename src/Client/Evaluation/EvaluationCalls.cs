using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Evaluation;

/// <summary>Calls that measure model versions.</summary>
public sealed class EvaluationCalls
{
    private readonly IGrainFactory _grains;
    private readonly CallRetries _retries;

    internal EvaluationCalls(IGrainFactory grains, CallRetries retries) => (_grains, _retries) = (grains, retries);

    /// <summary>Segments labelled images and answers their confusion counts. Nothing is stored.</summary>
    /// <exception cref="PrclRequestException">An image or label breaks a rule (named), or no such run or version.</exception>
    public Task<EvaluationResult> Score(string run, ImagePush[] images, long? version = null, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IEvaluatorGrain>(run).Score(images, version), cancellation);

    /// <summary>What the run has measured by itself, oldest first, thinned.</summary>
    public Task<EvaluationResult[]> History(string run, CancellationToken cancellation = default) =>
        _retries.Call(_grains.GetGrain<IEvaluatorGrain>(run).History, cancellation);
}
