using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Contracts.Runs;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Trainers;

/// <summary>Starts this silo's trainers for every run, and drains them before anything of the silo stops.</summary>
/// <param name="crew">The trainers.</param>
/// <param name="profile">How long draining may take.</param>
/// <param name="runs">The runs.</param>
/// <param name="grains">Reaches the grains.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class TrainerStarter(
    TrainerCrew crew, SiloProfile profile, RunStore runs, IGrainFactory grains, TimeProvider time, ILogger<TrainerStarter> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => patience.Cancel(), null, profile.DrainTime, Timeout.InfiniteTimeSpan);
        try
        {
            await crew.Drain(patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogCutShort(profile.DrainTime.TotalSeconds);
        }
        catch (Exception failure)
        {
            LogNotDrained(failure.Message);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new RunPatrol(runs, time, logger).Walk(Period, Start, stoppingToken, crew.Forget);

    // A run that failed isn't tried again until a person starts it.
    private async Task Start(string run)
    {
        if (!crew.IsDraining && (await grains.GetGrain<IRunGrain>(run).Current()).Training)
        {
            await crew.Start(run);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainers haven't left within {Seconds} s; what they hadn't handed in is learned again")]
    private partial void LogCutShort(double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainers can't be drained: {Reason}")]
    private partial void LogNotDrained(string reason);
}
