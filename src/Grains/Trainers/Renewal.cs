using Prcl.Contracts.Runs;

namespace Prcl.Grains.Trainers;

/// <summary>
/// Renews a trainer's membership and leases in the background, neither waiting for the other, and tells what the run answers.
/// </summary>
internal sealed class Renewal : IAsyncDisposable
{
    // The run is asked often, so that a stop is heard soon.
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
        var asking = period < MostPatient ? period : MostPatient;
        _work = Task.WhenAll(
            Task.Run(() => RenewMembership(run, trainer, start.Incarnation, asking, time)),
            Task.Run(() => RenewLeases(leases, period, time)));
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

    private async Task RenewMembership(IRunGrain run, string trainer, long incarnation, TimeSpan period, TimeProvider time)
    {
        while (_failure is null)
        {
            await Task.Delay(period, time, _stop.Token);
            await Try(async () => _latest = await run.Renew(trainer, incarnation));
            Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        // Whoever waits from now on is answered at once.
        Volatile.Read(ref _next).TrySetResult();
    }

    private async Task RenewLeases(StreamLeases leases, TimeSpan period, TimeProvider time)
    {
        while (_failure is null)
        {
            await Task.Delay(period, time, _stop.Token);
            await Try(leases.Renew);
        }
    }

    private async Task Try(Func<Task> renew)
    {
        try
        {
            await renew();
        }
        catch (Exception failure) when (Transient.Is(failure))
        {
            // The next time it is tried again; leases that lapse meanwhile are told by the stream.
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }
}
