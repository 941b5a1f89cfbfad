using Prcl.Grains.Devices;

namespace Prcl.Silo.Health;

/// <summary>No device hangs or is lost. A thread inside native code can't be ended, and CUDA doesn't recover: only a restart helps.</summary>
internal sealed class DeviceCheck(DeviceThreads devices, DeviceLoss loss) : IHealthCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public bool NeedsRestart => true;

    /// <inheritdoc/>
    public Task<string?> Look(CancellationToken cancellation)
    {
        var (device, time) = devices.LongestAtWork;
        return Task.FromResult(loss.Reason ?? (time < Longest ? null : $"device '{DeviceThreads.Shown(device)}' has been in one piece of work for {time.TotalMinutes:F0} minutes"));
    }
}
