using System.Collections.Concurrent;
using Prcl.Contracts.Runs;

namespace Prcl.Silo.Http.Api.Events;

/// <summary>Looks at runs for all who watch them through this silo: once a second however many there are, and not at all while there are none.</summary>
/// <param name="grains">Reaches the runs.</param>
/// <param name="time">Tells the time.</param>
internal sealed class RunWatch(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The least time between two looks at a run.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (long Since, Lazy<Task<RunEvent>> Look)> _looks = new(StringComparer.Ordinal);

    /// <summary>The run as it is now, or was less than a second ago.</summary>
    /// <exception cref="Contracts.PrclRequestException">No such run.</exception>
    public Task<RunEvent> Now(string run)
    {
        var look = _looks.AddOrUpdate(run, _ => New(run), (_, before) => time.GetElapsedTime(before.Since) < 0.9 * Period ? before : New(run)).Look.Value;
        Forget();
        return look;
    }

    // Whoever asks first makes the call; the others wait for its answer.
    private (long, Lazy<Task<RunEvent>>) New(string run) => (
        time.GetTimestamp(), new Lazy<Task<RunEvent>>(async () => RunEvent.Of(await grains.GetGrain<IRunGrain>(run).Status())));

    private void Forget()
    {
        foreach (var (run, look) in _looks)
        {
            if (time.GetElapsedTime(look.Since) > 10 * Period)
            {
                _looks.TryRemove(KeyValuePair.Create(run, look));
            }
        }
    }
}
