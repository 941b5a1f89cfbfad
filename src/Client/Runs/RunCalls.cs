using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Runs;

/// <summary>Calls about runs. Requests that break a rule end in a <see cref="PrclRequestException"/>.</summary>
public sealed class RunCalls
{
    private readonly IGrainFactory _grains;
    private readonly CallRetries _retries;

    internal RunCalls(IGrainFactory grains, CallRetries retries) => (_grains, _retries) = (grains, retries);

    private IRunCatalogGrain Catalog => _grains.GetGrain<IRunCatalogGrain>(0);

    /// <summary>Every run, by name.</summary>
    public Task<RunDescription[]> List(CancellationToken cancellation = default) => _retries.Call(Catalog.List, cancellation);

    /// <summary>Every setting that a run has.</summary>
    public Task<SettingDescription[]> Settings(CancellationToken cancellation = default) => _retries.Call(Catalog.Settings, cancellation);

    /// <summary>Creates a run; the same request again answers the same description.</summary>
    public Task<RunDescription> Create(string run, RunRequest request, CancellationToken cancellation = default) =>
        _retries.Call(() => Grain(run).Create(request), cancellation);

    /// <summary>The run as it was created; null when there is none of this name.</summary>
    public Task<RunDescription?> Describe(string run, CancellationToken cancellation = default) =>
        _retries.Call(Grain(run).Describe, cancellation);

    /// <summary>The run at this moment.</summary>
    public Task<RunStatus> Status(string run, CancellationToken cancellation = default) =>
        _retries.Call(Grain(run).Status, cancellation);

    /// <summary>Starts or goes on training.</summary>
    public Task Start(string run, CancellationToken cancellation = default) => _retries.Call(Grain(run).Start, cancellation);

    /// <summary>Stops training after the open step.</summary>
    public Task Stop(string run, CancellationToken cancellation = default) => _retries.Call(Grain(run).Stop, cancellation);

    /// <summary>Changes settings of those that may change while the run exists.</summary>
    /// <param name="run">Its name.</param>
    /// <param name="settings">Name → text.</param>
    /// <param name="revision">The revision that they are a change of: <see cref="RunDescription.Revision"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RunDescription> Change(string run, Dictionary<string, string> settings, int revision, CancellationToken cancellation = default) =>
        _retries.Call(() => Grain(run).Change(settings, revision), cancellation);

    /// <summary>Gives a run another name for people; its own: none but that.</summary>
    public Task<RunDescription> Rename(string run, string shown, CancellationToken cancellation = default) => _retries.Call(() => Grain(run).Rename(shown), cancellation);

    /// <summary>What a deletion of the run would free.</summary>
    public Task<RunFootprint> Footprint(string run, CancellationToken cancellation = default) => _retries.Call(Grain(run).Footprint, cancellation);

    /// <summary>Deletes a run for good, whatever works for it; its name is free then.</summary>
    /// <param name="run">Its name.</param>
    /// <param name="generation">The one that is meant: <see cref="RunFootprint.Generation"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task Delete(string run, int generation, CancellationToken cancellation = default) => _retries.Call(() => Grain(run).Delete(generation), cancellation);

    /// <summary>What the run looked like when its rounds after one were committed, oldest first, thinned; after −1: all there are.</summary>
    public Task<MetricsPoint[]> Metrics(string run, long afterRound, CancellationToken cancellation = default) => _retries.Call(() => Grain(run).Metrics(afterRound), cancellation);

    /// <summary>The same, asked once.</summary>
    internal Task<MetricsPoint[]> MetricsOnce(string run, long afterRound) => Grain(run).Metrics(afterRound);

    /// <summary>The run at this moment, asked once: for a caller that asks again anyway.</summary>
    internal Task<RunStatus> StatusOnce(string run) => Grain(run).Status();

    private IRunGrain Grain(string run) => _grains.GetGrain<IRunGrain>(run);
}
