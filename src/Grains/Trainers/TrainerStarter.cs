using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Devices;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Trainers;

/// <summary>
/// Starts this silo's trainers for every run, and the runs' evaluators; drains the trainers before the silo stops. Looking
/// again every second is what makes runs that are created later, or a restart, need no message.
/// </summary>
/// <param name="runs">The runs.</param>
/// <param name="silo">This silo.</param>
/// <param name="grains">Reaches the grains.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class TrainerStarter(RunStore runs, ILocalSiloDetails silo, IGrainFactory grains, TimeProvider time, ILogger<TrainerStarter> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_started.Select(key => Transient.Retry(() => grains.GetGrain<ITrainerGrain>(key).Drain(), time, cancellationToken)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await Try(StartAll);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task StartAll()
    {
        foreach (var run in await runs.List())
        {
            await Try(() => Start(run.Name));
        }
    }

    private async Task Start(string run)
    {
        await grains.GetGrain<IEvaluatorGrain>(run).Start();

        // A run that failed isn't tried again until a person starts it.
        if (!(await grains.GetGrain<IRunGrain>(run).Current()).Training)
        {
            return;
        }

        foreach (var device in DeviceThreads.Available())
        {
            var key = PrclNames.TrainerKey(run, silo.Name, device);
            _started.Add(key);
            await grains.GetGrain<ITrainerGrain>(key).Start();
        }
    }

    // One run's trouble is neither the others' nor the silo's.
    private async Task Try(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            LogTrouble(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainers can't be started now: {Reason}")]
    private partial void LogTrouble(string reason);
}
