using System.Collections.Concurrent;
using System.Diagnostics;

namespace Prcl.Benchmarks.Merges;

/// <summary>Times sends while it is open. Safe for any thread.</summary>
internal sealed class SendMeter
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private long _failures;
    private volatile bool _isOpen;

    /// <summary>Milliseconds of every send that was answered while it was open.</summary>
    public IReadOnlyCollection<double> Milliseconds => _milliseconds;

    /// <summary>Sends that failed meanwhile: no answer in time.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Begins or ends the measurement.</summary>
    public void Open(bool isOpen) => _isOpen = isOpen;

    /// <summary>Makes a send.</summary>
    /// <exception cref="InvalidOperationException">The sums were refused: the benchmark sends nonsense.</exception>
    public async Task Time(Func<Task<string?>> send)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            if (await send() is { } refusal)
            {
                throw new InvalidOperationException($"sums were refused: {refusal}");
            }

            if (_isOpen)
            {
                _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            Interlocked.Add(ref _failures, _isOpen ? 1 : 0);
        }
    }
}
