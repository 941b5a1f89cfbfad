using Prcl.Contracts.Runs;

namespace Prcl.Grains.Trainers;

/// <summary>Renews a trainer's membership and leases in the background, and tells what the run answers.</summary>
internal sealed class Renewal : IAsyncDisposable
{
    private static readonly TimeSpan MostPatient = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RoundAssignment _latest;
    private volatile Exception? _failure;

    /// <summary>Starts to renew.</summary>
    public Renewal(IRunGrain run, StreamLeases leases, string trainer, RoundAssignment start, TimeSpan period, TimeProvider time)
    {
        _latest = start;
        _work = Task.Run(() => Renew(run, leases, trainer, start.Incarnation, period < MostPatient ? period : MostPatient, period, time));
    }

    /// <summary>The run's newest answer.</summary>
    /// <exception cref="InvalidOperationException">Renewing has ended with a failure that waiting won't cure.</exception>
    public RoundAssignment Latest =>
        _failure is null ? _latest : throw new InvalidOperationException($"The membership can't be renewed: {_failure.Message}", _failure);

    /// <summary>Waits for the next answer, or for the end of the renewal.</summary>
    public Task Next(CancellationToken stop) => Volatile.Read(ref _next).Task.WaitAsync(stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // The run is asked every second, so that a stop is heard soon; leases are renewed once a period.
    private async Task Renew(IRunGrain run, StreamLeases leases, string trainer, long incarnation, TimeSpan tick, TimeSpan period, TimeProvider time)
    {
        var leasesDue = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(tick, time, _stop.Token);
            try
            {
                _latest = await run.Renew(trainer, incarnation);
                if (time.GetElapsedTime(leasesDue) >= period)
                {
                    await leases.Renew();
                    leasesDue = time.GetTimestamp();
                }
            }
            catch (Exception failure) when (Transient.Is(failure))
            {
                // The next tick tries again; leases that lapse meanwhile are told by the stream.
            }
            catch (Exception failure)
            {
                _failure = failure;
            }

            Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            if (_failure is not null)
            {
                return;
            }
        }
    }
}
