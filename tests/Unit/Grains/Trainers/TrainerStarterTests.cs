using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;
using Prcl.Grains.Trainers;
using Prcl.Unit.Client;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

public sealed class TrainerStarterTests : IDisposable
{
    private static readonly SiloProfile Profile = new(SiloRoles.Trainer, ["cuda-0", "cuda-1"], TimeSpan.FromSeconds(60));
    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = new();
    private readonly List<string> _asked = [];
    private readonly TrainerCrew _crew;
    private readonly TrainerStarter _starter;

    public TrainerStarterTests()
    {
        _grains.On<ITrainerGrain>("Start", (_, _) => Task.CompletedTask);
        _crew = new TrainerCrew(FakeGrains.Proxy.Create<ILocalSiloDetails>((_, _) => "worker"), Profile, _grains.Factory, _time);
        _starter = new TrainerStarter(_crew, Profile, new RunStore(new MemoryBlobStore()), _grains.Factory, _time, NullLogger<TrainerStarter>.Instance);
    }

    public void Dispose() => _starter.Dispose();

    [Fact]
    public async Task Stopping_waits_for_the_trainer_of_every_device()
    {
        var left = new TaskCompletionSource();
        Drain(_ => left.Task);
        await _crew.Start("street");

        var stopping = _starter.StoppingAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["street/worker/cuda-0", "street/worker/cuda-1"], _asked.Order(StringComparer.Ordinal));
        Assert.False(stopping.IsCompleted);

        left.SetResult();
        await stopping;
    }

    [Fact]
    public async Task Trainers_that_do_not_leave_are_left_at_the_end_of_the_drain_time()
    {
        Drain(_ => new TaskCompletionSource().Task);
        await _crew.Start("street");

        var stopping = _starter.StoppingAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(stopping.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        await stopping;
    }

    [Fact]
    public async Task A_drain_that_outlasts_its_call_is_asked_for_again()
    {
        Drain(_ => _asked.Count <= Profile.Devices.Count ? Task.FromException(new TimeoutException()) : Task.CompletedTask);
        await _crew.Start("street");

        var stopping = _starter.StoppingAsync(TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await stopping;
        Assert.Equal(2 * Profile.Devices.Count, _asked.Count);
    }

    [Fact]
    public async Task A_crew_that_drains_starts_nobody()
    {
        Drain(_ => Task.CompletedTask);
        await _crew.Drain(TestContext.Current.CancellationToken);
        await _crew.Start("street");
        await _crew.Drain(TestContext.Current.CancellationToken);
        Assert.Empty(_asked);

        _crew.Resume();
        await _crew.Start("street");
        await _crew.Drain(TestContext.Current.CancellationToken);
        Assert.Equal(Profile.Devices.Count, _asked.Count);
    }

    private void Drain(Func<string, Task> answer) => _grains.On<ITrainerGrain>("Drain", (key, _) =>
    {
        lock (_asked)
        {
            _asked.Add(key);
        }

        return answer(key);
    });
}
