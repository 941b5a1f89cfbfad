using System.Collections.Concurrent;
using System.Diagnostics;
using Prcl.Learning.Threads;

namespace Prcl.Grains.Devices;

/// <summary>
/// One dedicated thread for the tensor work of a device, so that grains stay responsive and work of several runs takes
/// turns. Dispose scopes and thread counts are per thread, which is why all of a learner's work goes through here.
/// </summary>
public sealed class DeviceThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;
    private long _busyTicks;
    private long _began;
    private int _disposed;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Its name, for debuggers.</param>
    /// <param name="threads">Threads of tensor work; 0: one a core.</param>
    public DeviceThread(string name, int threads)
    {
        _thread = new Thread(() => Work(threads)) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Time spent in work since the start.</summary>
    public TimeSpan Busy => TimeSpan.FromTicks(Interlocked.Read(ref _busyTicks));

    /// <summary>Time spent so far in the piece of work at hand.</summary>
    public TimeSpan AtWork => Interlocked.Read(ref _began) is var began and not 0 ? Stopwatch.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Runs work on the thread, after what was asked for before.</summary>
    /// <exception cref="ObjectDisposedException">The thread has been stopped.</exception>
    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception failure)
                {
                    done.SetException(failure);
                }
            });
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(DeviceThread), "The device's thread has been stopped.");
        }

        return done.Task;
    }

    /// <summary>Runs work on the thread, after what was asked for before.</summary>
    public Task Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Waits for the work that was asked for, then ends the thread: a process that exits while torch works crashes.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _work.CompleteAdding();
            _thread.Join();
            _work.Dispose();
        }
    }

    private void Work(int threads)
    {
        TensorThreads.Use(threads);
        foreach (var item in _work.GetConsumingEnumerable())
        {
            var start = Stopwatch.GetTimestamp();
            Interlocked.Exchange(ref _began, start);
            item();
            Interlocked.Exchange(ref _began, 0);
            Interlocked.Add(ref _busyTicks, Stopwatch.GetElapsedTime(start).Ticks);
        }
    }
}
