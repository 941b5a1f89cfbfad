namespace Prcl.Grains.Devices;

/// <summary>
/// Whether this process has lost its GPUs: CUDA doesn't recover from an error within a process, so whoever hosts the silo stops it, and a
/// supervisor starts a new one.
/// </summary>
public sealed class DeviceLoss : IDisposable
{
    private readonly CancellationTokenSource _happened = new();
    private string? _reason;

    /// <summary>Which device failed, and how; null while all work.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    /// <summary>Signalled by the first loss.</summary>
    public CancellationToken Happened => _happened.Token;

    /// <summary>Tells of a failure, which counts when it is a loss.</summary>
    /// <param name="device">Where it happened.</param>
    /// <param name="failure">What happened.</param>
    public void Observe(string device, Exception failure)
    {
        if (DeviceFailure.IsLoss(failure)
            && Interlocked.CompareExchange(ref _reason, $"device '{DeviceThreads.Shown(device)}' is lost: {DeviceFailure.FirstLine(failure)}", null) is null)
        {
            _happened.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _happened.Dispose();
}
