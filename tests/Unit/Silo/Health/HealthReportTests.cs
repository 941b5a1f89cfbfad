using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Prcl.Grains.Damage;
using Prcl.Grains.Limits;
using Prcl.Grains.Room;
using Prcl.Silo.Health;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Silo.Health;

public sealed class HealthReportTests
{
    private readonly Lifetime _lifetime = new();

    [Fact]
    public async Task A_silo_lives_although_it_is_not_ready()
    {
        var report = new HealthReport([new Check(false, "the storage fails"), new Check(false, null), new Check(true, null)], _lifetime, new DamageBook(NullLogger<DamageBook>.Instance));

        Assert.Empty(await report.WhyDead(TestContext.Current.CancellationToken));
        Assert.Equal(["the storage fails"], await report.WhyNotReady(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_only_a_restart_helps_is_neither_alive_nor_ready()
    {
        var report = new HealthReport([new Check(true, "a device hangs")], _lifetime, new DamageBook(NullLogger<DamageBook>.Instance));

        Assert.Equal(["a device hangs"], await report.WhyDead(TestContext.Current.CancellationToken));
        Assert.Equal(["a device hangs"], await report.WhyNotReady(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_silo_that_is_stopping_lives_and_is_not_ready()
    {
        _lifetime.StopApplication();
        var report = new HealthReport([], _lifetime, new DamageBook(NullLogger<DamageBook>.Instance));

        Assert.Empty(await report.WhyDead(TestContext.Current.CancellationToken));
        Assert.Equal(["the silo is stopping"], await report.WhyNotReady(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_storage_that_fails_is_told_with_its_error()
    {
        var storage = new FaultyBlobStore(new MemoryBlobStore());
        var check = new StorageCheck(storage, new StorageRoom(storage, SiloLimits.None, TimeProvider.System));
        Assert.Null(await check.Look(TestContext.Current.CancellationToken));

        storage.Plan = (_, _) => Fault.Fails;
        Assert.StartsWith("the storage fails: ", await check.Look(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private sealed class Check(bool needsRestart, string? reason) : IHealthCheck
    {
        public bool NeedsRestart => needsRestart;

        public Task<string?> Look(CancellationToken cancellation) => Task.FromResult(reason);
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        private bool _isStopping;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => new(_isStopping);

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _isStopping = true;
    }
}
