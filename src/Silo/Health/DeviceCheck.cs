using Prcl.Grains.Devices;

namespace Prcl.Silo.Health;

/// <summary>No device hangs. A thread inside native code can't be ended: only a restart helps.</summary>
internal sealed class DeviceCheck(DeviceThreads devices) : IHealthCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public bool NeedsRestart => true;

    /// <inheritdoc/>
    public Task<string?> Look(CancellationToken cancellation)
    {
        var (device, time) = devices.LongestAtWork;
        return Task.FromResult(time < Longest ? null : $"device '{device}' has been in one piece of work for {time.TotalMinutes:F0} minutes");
    }
}
