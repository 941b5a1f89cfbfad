using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;

namespace Prcl.Client.Prototypes;

/// <summary>Calls about class prototypes.</summary>
public sealed class PrototypeCalls
{
    private readonly IGrainFactory _grains;
    private readonly CallRetries _retries;

    internal PrototypeCalls(IGrainFactory grains, CallRetries retries) => (_grains, _retries) = (grains, retries);

    /// <summary>The prototype of one class now, training or not.</summary>
    /// <exception cref="PrclRequestException">No such run or class.</exception>
    public Task<PrototypeView> Query(string run, int classId, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(run, classId)).Query(), cancellation);

    /// <summary>The prototypes of classes 0 to <paramref name="classes"/> − 1, by class.</summary>
    /// <exception cref="PrclRequestException">No such run or class.</exception>
    public Task<PrototypeView[]> QueryAll(string run, int classes, CancellationToken cancellation = default) =>
        Task.WhenAll(Enumerable.Range(0, classes).Select(classId => Query(run, classId, cancellation)));
}
