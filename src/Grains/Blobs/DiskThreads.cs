using System.Collections.Concurrent;

namespace Prcl.Grains.Blobs;

/// <summary>
/// A few threads that wait for the disk, so that the thread pool, on which every grain runs, never does: an fsync blocks for milliseconds.
/// </summary>
internal sealed class DiskThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public DiskThreads(int count)
    {
        for (var i = 0; i < count; i++)
        {
            new Thread(Loop) { IsBackground = true, Name = $"prcl disk {i}" }.Start();
        }
    }

    public Task<T> Run<T>(Func<T> work)
    {
        ObjectDisposedException.ThrowIf(_work.IsAddingCompleted, this);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // Every failure belongs to the one who waits.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    /// <summary>Work already given is still done.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Loop()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
