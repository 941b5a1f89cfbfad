using Prcl.Chaos.Clocks;
using Prcl.EndToEnd.Processes;
using Xunit.Sdk;

namespace Prcl.Chaos.Cluster;

/// <summary>A silo that is started again whenever it has died, however it died, as long as it is wanted.</summary>
internal sealed class SupervisedSilo(string name, SiloProcess process, SiloClock? clock, Timeline timeline) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Task _supervising = Task.CompletedTask;
    private volatile bool _isWanted;
    private volatile bool _isFrozen;

    /// <summary>Its name in the cluster.</summary>
    public string Name => name;

    /// <summary>Its wall clock; null where it can't be set.</summary>
    public SiloClock? Clock => clock;

    /// <summary>Its port for clients.</summary>
    public int GatewayPort => process.GatewayPort;

    /// <summary>What it has printed in all its lives.</summary>
    public SiloOutput Output => process.Output;

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>How often it was killed because it didn't end in time when asked to.</summary>
    public int LeavesCutShort { get; private set; }

    /// <summary>Whether it is supposed to run.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>Whether its process lives and moves.</summary>
    public bool IsRunning => process.IsRunning && !_isFrozen;

    /// <summary>Whether it is supposed to answer.</summary>
    public bool IsReady => _isWanted && !_isFrozen && process.IsReady;

    /// <summary>Starts it, and again whenever it has died.</summary>
    public void Keep()
    {
        _isWanted = true;
        Launch();
        if (_supervising.IsCompleted)
        {
            _supervising = Supervise(_stop.Token);
        }
    }

    /// <summary>SIGKILL, if it lives.</summary>
    public Task Kill9() => InTurn(async () =>
    {
        try
        {
            await (process.IsRunning ? process.Kill9() : Task.CompletedTask);
        }
        catch (XunitException) when (!process.IsRunning)
        {
            // It was faster.
        }
    });

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    public async Task Freeze(TimeSpan duration)
    {
        await InTurn(() =>
        {
            _isFrozen = true;
            process.Freeze();
            return Task.CompletedTask;
        });
        await Task.Delay(duration);
        process.Thaw();
        _isFrozen = false;
    }

    /// <summary>SIGTERM, and no new start; SIGKILL when it takes too long, as whoever runs silos does.</summary>
    /// <returns>How it left.</returns>
    public async Task<string> Leave(TimeSpan patience)
    {
        _isWanted = false;
        var how = "dead already";
        await InTurn(async () =>
        {
            if (process.IsRunning)
            {
                try
                {
                    how = $"with exit code {await process.Terminate(patience)}";
                }
                catch (XunitException)
                {
                    how = $"by SIGKILL, {patience.TotalSeconds:F0} s after SIGTERM";
                    LeavesCutShort++;
                    await process.Kill9();
                }
            }
        });
        return how;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isWanted = false;
        await _stop.CancelAsync();
        await _supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await process.DisposeAsync();
        _stop.Dispose();
        _turn.Dispose();
    }

    private async Task Supervise(CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(Look, stop);
            if (_isWanted && !process.IsRunning)
            {
                await Task.Delay(RestartDelay, stop);
                await InTurn(() =>
                {
                    Launch();
                    return Task.CompletedTask;
                });
            }
        }
    }

    private void Launch()
    {
        if (_isWanted && !process.IsRunning)
        {
            Starts++;
            process.Start();
            timeline.Say($"  {name} started ({Starts})");
        }
    }

    private async Task InTurn(Func<Task> work)
    {
        await _turn.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _turn.Release();
        }
    }
}
