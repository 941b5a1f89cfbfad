using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Grains.Notices;

namespace Prcl.Grains.Removal;

/// <summary>Sees to it, from every <c>state</c> silo, that what deleted runs have left is removed, after a restart too.</summary>
/// <param name="tombstones">The runs that were deleted.</param>
/// <param name="grains">Reaches the grains.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class RunSweeper(Tombstones tombstones, IGrainFactory grains, TimeProvider time, ILogger<RunSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private readonly HashSet<string> _swept = new(StringComparer.Ordinal);
    private readonly Reminder _trouble = new(time);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await Look(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            foreach (var id in (await tombstones.Ids(stop)).Where(id => !_swept.Contains(id)))
            {
                if (await grains.GetGrain<IRunSweepGrain>(id).Sweep())
                {
                    _swept.Add(id);
                }
            }
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (_trouble.IsDue())
            {
                LogTrouble(failure.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What deleted runs have left can't be removed now; it will be tried again: {Reason}")]
    private partial void LogTrouble(string reason);
}
