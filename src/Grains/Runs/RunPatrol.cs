using Microsoft.Extensions.Logging;
using Prcl.Contracts;

namespace Prcl.Grains.Runs;

/// <summary>
/// Visits every run again and again. Looking again is what makes runs that are created later, and restarts, need no message.
/// </summary>
/// <param name="runs">The runs.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where trouble is told.</param>
internal sealed partial class RunPatrol(RunStore runs, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private string _told = "";
    private long _toldAt;

    /// <summary>Visits every run once a period until stopped.</summary>
    /// <param name="period">The period.</param>
    /// <param name="visit">What is done with a run.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="gone">Told once of a run that was visited before, and is deleted.</param>
    public async Task Walk(TimeSpan period, Func<string, Task> visit, CancellationToken stop, Action<string>? gone = null)
    {
        using var timer = new PeriodicTimer(period, time);
        do
        {
            await Try(async () =>
            {
                var names = await runs.Names();
                foreach (var name in names.Union(_visited).ToArray())
                {
                    await Try(async () =>
                    {
                        if (await runs.Find(name) is not null)
                        {
                            _visited.Add(name);
                            await visit(name);
                        }
                        else if (_visited.Remove(name))
                        {
                            gone?.Invoke(name);
                        }
                    });
                }
            });
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    // One run's trouble is neither the others' nor the silo's.
    private async Task Try(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (PrclRequestException failure) when (failure.Code == RequestErrorCode.NoSuchRun)
        {
            // Deleted a moment ago, or made a moment ago: its first blob is there before its grain is ready, and the next walk finds it.
        }
        catch (Exception failure)
        {
            Tell(failure.Message);
        }
    }

    // What lasts would otherwise be told every second.
    private void Tell(string trouble)
    {
        if (trouble != _told || time.GetElapsedTime(_toldAt) > Again)
        {
            (_told, _toldAt) = (trouble, time.GetTimestamp());
            LogTrouble(trouble);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "It will be tried again: {Reason}")]
    private partial void LogTrouble(string reason);
}
