using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Prcl.Silo.Health;

namespace Prcl.Silo.Startup;

/// <summary>
/// Tells systemd, where it asks (<c>Type=notify</c>, <c>WatchdogSec=</c>), that the silo is ready, that it lives, and that it is stopping. While only
/// a restart would help nothing is told, and systemd restarts it.
/// </summary>
/// <param name="systemd">Where it is told.</param>
/// <param name="lifetime">Tells when the silo is ready and when it stops.</param>
/// <param name="time">Tells the time.</param>
/// <param name="watchdog">How often systemd wants to hear of it; null: never.</param>
/// <param name="health">Tells whether it lives; null where nothing looks.</param>
internal sealed class SystemdReport(ISystemdNotifier systemd, IHostApplicationLifetime lifetime, TimeProvider time, TimeSpan? watchdog, HealthReport? health) : BackgroundService
{
    /// <summary>What <c>WatchdogSec=</c> sets; null without it.</summary>
    public static TimeSpan? Watchdog =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ready = lifetime.ApplicationStarted.Register(() => systemd.Notify(ServiceState.Ready));
        using var stopping = lifetime.ApplicationStopping.Register(() => systemd.Notify(ServiceState.Stopping));
        if (watchdog is not { } limit)
        {
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        // Twice in the time that it may take. Of a silo that is stopping systemd doesn't want to hear it.
        using var timer = new PeriodicTimer(limit / 2, time);
        do
        {
            if (health is null || (await health.WhyDead(stoppingToken)).Length == 0)
            {
                systemd.Notify(new ServiceState("WATCHDOG=1"));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
