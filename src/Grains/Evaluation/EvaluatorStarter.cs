using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Contracts.Evaluation;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Evaluation;

/// <summary>Keeps the evaluator of every run alive, from each silo that may house it.</summary>
/// <param name="runs">The runs.</param>
/// <param name="grains">Reaches the grains.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed class EvaluatorStarter(RunStore runs, IGrainFactory grains, TimeProvider time, ILogger<EvaluatorStarter> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new RunPatrol(runs, time, logger).Walk(Period, run => grains.GetGrain<IEvaluatorGrain>(run).Start(), stoppingToken);
}
