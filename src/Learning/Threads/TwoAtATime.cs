using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Prcl.Learning.Threads;

/// <summary>
/// Two independent pieces of tensor work at a time. On the CPU the second piece has a thread of its own, and both have half of the threads of
/// tensor work: most operations of a small network are too short to gain from a second thread. With one thread, and on other devices, the
/// pieces follow each other, the first one first. Not thread-safe.
/// </summary>
/// <param name="device">Where the tensors live.</param>
internal sealed class TwoAtATime(Device device) : IDisposable
{
    private BlockingCollection<Action>? _work;
    private Thread? _thread;
    private int _threads;

    /// <summary>Does both, and returns when both are done.</summary>
    /// <remarks>What <paramref name="second"/> makes must be made inside a scope of <see cref="NewDisposeScope"/>. If both fail, the first one's failure is thrown.</remarks>
    public void Run(Action first, Action second)
    {
        var threads = get_num_threads();
        if (!AreParallel(threads))
        {
            first();
            second();
            return;
        }

        var beside = Beside(threads / 2, second);
        set_num_threads((threads + 1) / 2);
        try
        {
            first();
        }
        finally
        {
            beside.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            set_num_threads(threads);
        }

        beside.GetAwaiter().GetResult();
    }

    /// <summary>A dispose scope for both threads, whose tensors may be used by either until it ends.</summary>
    public IDisposable NewDisposeScope()
    {
        if (!AreParallel(get_num_threads()))
        {
            return torch.NewDisposeScope();
        }

        DisposeScope beside = null!;
        Beside(get_num_threads() / 2, () => beside = torch.NewDisposeScope()).GetAwaiter().GetResult();
        return new Scope(this, torch.NewDisposeScope(), beside);
    }

    /// <summary>Ends the thread: a process that exits while torch works crashes.</summary>
    public void Dispose()
    {
        _work?.CompleteAdding();
        _thread?.Join();
        _work?.Dispose();
    }

    private bool AreParallel(int threads) => threads > 1 && device.type == DeviceType.CPU;

    private Task Beside(int threads, Action work)
    {
        var task = new Task(() =>
        {
            if (_threads != threads)
            {
                TensorThreads.Use(_threads = threads);
            }

            work();
        });
        Work().Add(task.RunSynchronously);
        return task;
    }

    private BlockingCollection<Action> Work()
    {
        if (_work is null)
        {
            _work = [];
            _thread = new Thread(() =>
            {
                foreach (var work in _work.GetConsumingEnumerable())
                {
                    work();
                }
            })
            { IsBackground = true, Name = "tensor work beside" };
            _thread.Start();
        }

        return _work;
    }

    private sealed class Scope(TwoAtATime owner, DisposeScope here, DisposeScope beside) : IDisposable
    {
        public void Dispose()
        {
            here.Dispose();
            owner.Beside(owner._threads, beside.Dispose).GetAwaiter().GetResult();
        }
    }
}
