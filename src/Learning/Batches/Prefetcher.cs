using System.Collections.Concurrent;
using Prcl.Learning.Threads;

namespace Prcl.Learning.Batches;

/// <summary>
/// Loads steps ahead on a thread of its own, in order, with a bounded queue. An error of the producer reaches the consumer
/// at the step that it belongs to.
/// </summary>
public sealed class Prefetcher : IDisposable
{
    private readonly BlockingCollection<LoadedStep> _ready;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private Exception? _failure;

    /// <summary>Starts to load.</summary>
    /// <param name="load">Plans and loads the next step; null ends the sequence. Called on the prefetch thread only.</param>
    /// <param name="ahead">Steps that may wait in the queue.</param>
    public Prefetcher(Func<CancellationToken, LoadedStep?> load, int ahead = 3)
    {
        _ready = new BlockingCollection<LoadedStep>(ahead);
        _thread = new Thread(() => Fill(load)) { IsBackground = true, Name = "prefetch" };
        _thread.Start();
    }

    /// <summary>The steps, each of which the caller disposes; waits for the next one.</summary>
    public IEnumerable<LoadedStep> Steps(CancellationToken cancellationToken)
    {
        foreach (var step in _ready.GetConsumingEnumerable(cancellationToken))
        {
            yield return step;
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException("Loading a batch failed: " + _failure.Message, _failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        while (_ready.TryTake(out var step))
        {
            step.Batch.Dispose();
        }

        _ready.Dispose();
        _stop.Dispose();
    }

    private void Fill(Func<CancellationToken, LoadedStep?> load)
    {
        // Per thread: decoding and augmenting must not take the trainer's cores.
        TensorThreads.Use(1);
        try
        {
            while (!_stop.IsCancellationRequested && load(_stop.Token) is { } step)
            {
                try
                {
                    _ready.Add(step, _stop.Token);
                }
                catch (OperationCanceledException)
                {
                    step.Batch.Dispose();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed while loading: nobody waits for the step.
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }
}
