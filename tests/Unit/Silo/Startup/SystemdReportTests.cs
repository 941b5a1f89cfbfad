using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Damage;
using Prcl.Silo.Health;
using Prcl.Silo.Startup;
using Xunit;

namespace Prcl.Unit.Silo.Startup;

public sealed class SystemdReportTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Told _told = new();
    private readonly Illness _illness = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_that_the_silo_is_ready_lives_and_is_stopping()
    {
        using var report = Report(Limit);
        await report.StartAsync(Stop);
        Assert.Equal("WATCHDOG=1", await _told.Next());
        _lifetime.NotifyStarted();
        Assert.Equal("READY=1", await _told.Next());
        _time.Advance(Limit / 2);
        Assert.Equal("WATCHDOG=1", await _told.Next());
        _lifetime.StopApplication();
        Assert.Equal("STOPPING=1", await _told.Next());
        await report.StopAsync(Stop);
    }

    [Fact]
    public async Task A_silo_that_only_a_restart_helps_keeps_silent()
    {
        using var report = Report(Limit);
        await report.StartAsync(Stop);
        Assert.Equal("WATCHDOG=1", await _told.Next());

        _illness.Reason = "device 'cpu' has been in one piece of work for 11 minutes";
        _time.Advance(Limit / 2);
        await _illness.Looked.WaitAsync(Stop);
        _illness.Reason = null;
        _lifetime.NotifyStarted();

        Assert.Equal("READY=1", await _told.Next());
        await report.StopAsync(Stop);
    }

    [Fact]
    public async Task Without_a_watchdog_it_tells_the_rest()
    {
        using var report = Report(null);
        await report.StartAsync(Stop);
        _lifetime.NotifyStarted();

        Assert.Equal("READY=1", await _told.Next());
        await report.StopAsync(Stop);
    }

    public void Dispose() => _illness.Looked.Dispose();

    private SystemdReport Report(TimeSpan? watchdog) => new(_told, _lifetime, _time, watchdog, new HealthReport([_illness], _lifetime, new DamageBook(NullLogger<DamageBook>.Instance)));

    private sealed class Told : ISystemdNotifier
    {
        private readonly Channel<string> _states = Channel.CreateUnbounded<string>();

        public bool IsEnabled => true;

        public void Notify(ServiceState state) => _states.Writer.TryWrite(state.ToString());

        public async Task<string> Next() => await _states.Reader.ReadAsync(Stop);
    }

    private sealed class Illness : IHealthCheck
    {
        public string? Reason { get; set; }

        public SemaphoreSlim Looked { get; } = new(0);

        public bool NeedsRestart => true;

        public Task<string?> Look(CancellationToken cancellation)
        {
            var reason = Reason;
            if (reason is not null)
            {
                Looked.Release();
            }

            return Task.FromResult(reason);
        }
    }
}
