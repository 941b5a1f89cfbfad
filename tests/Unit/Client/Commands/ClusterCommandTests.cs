using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Prcl.Client.Commands;
using Prcl.Contracts.Cluster;
using Prcl.Contracts.Trainers;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class ClusterCommandTests
{
    private readonly CommandLineRun _prcl = new();
    private TrainerState[] _states = [TrainerState.Training];
    private bool _draining;

    public ClusterCommandTests()
    {
        _prcl.Grains
            .On<IClusterGrain>("Silos", (_, _) => Task.FromResult<SiloView[]>(
            [
                new("keeper", "127.0.0.1:11111", "active", ["predictor", "state"], [], "1.2.3", false, []),
                new("lost", "127.0.0.1:11113", "active", ["trainer"], ["cuda-0"], "1.2.3", false, null),
                new("worker", "127.0.0.1:11112", "active", ["trainer"], ["cpu"], "1.2.3", _draining, [Trainer(_states[0])]),
            ]))
            .On<ISiloTrainersGrain>("Drain", (silo, _) =>
            {
                Assert.Equal("worker", silo);
                _draining = true;
                return Task.FromResult(Next());
            })
            .On<ISiloTrainersGrain>("Resume", (_, _) =>
            {
                _draining = false;
                return Task.FromResult(Next());
            });
    }

    [Fact]
    public async Task Silos_are_shown_with_roles_devices_trainers_and_versions()
    {
        Assert.Equal(ExitCode.Done, await Run("cluster"));
        Assert.All(["keeper", "predictor, state", "cuda-0", "1.2.3", "street/worker/cpu", "Training"], text => Assert.Contains(text, _prcl.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_tells_a_silo_without_trainers_from_one_that_does_not_answer()
    {
        Assert.Equal(ExitCode.Done, await Run("cluster", "--json"));
        using var document = JsonDocument.Parse(_prcl.Out);
        var silos = document.RootElement.EnumerateArray().ToArray();

        Assert.Equal(["name", "address", "status", "roles", "devices", "version", "draining", "trainers", "clockAhead"], silos[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal([JsonValueKind.Array, JsonValueKind.Null, JsonValueKind.Array], silos.Select(s => s.GetProperty("trainers").ValueKind));
        Assert.Equal("training", silos[2].GetProperty("trainers")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Draining_waits_until_the_trainers_have_left()
    {
        _states = [TrainerState.Draining, TrainerState.Draining, TrainerState.Stopped];

        Assert.Equal(ExitCode.Done, await Run("trainers", "drain", "worker"));
        Assert.Contains("worker is drained", _prcl.Out, StringComparison.Ordinal);
        Assert.Single(_states);
    }

    [Fact]
    public async Task Draining_without_waiting_says_who_is_still_there()
    {
        _states = [TrainerState.Draining, TrainerState.Draining];

        Assert.Equal(ExitCode.Done, await Run("trainers", "drain", "worker", "--no-wait"));
        Assert.Contains("1 of its trainers", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drained_silo_can_be_started_again()
    {
        Assert.Equal(ExitCode.Done, await Run("trainers", "start", "worker", "--json"));
        using var document = JsonDocument.Parse(_prcl.Out);

        Assert.False(document.RootElement.GetProperty("draining").GetBoolean());
    }

    [Theory]
    [InlineData("keeper")]
    [InlineData("nobody")]
    public async Task A_name_of_no_silo_that_trains_is_told_with_those_there_are(string name)
    {
        Assert.Equal(ExitCode.Failed, await Run("trainers", "drain", name));
        Assert.Contains($"'{name}' (there are lost, worker)", _prcl.Error, StringComparison.Ordinal);
    }

    private static TrainerStatus Trainer(TrainerState state) => new("street/worker/cpu", state, "", 1, 2, 3, 4, null, 5, 6, 7, 0);

    // Each look sees the next state; the last one stays.
    private SiloTrainers Next()
    {
        var state = _states[0];
        _states = _states.Length > 1 ? _states[1..] : _states;
        return new SiloTrainers(_draining, [Trainer(state)]);
    }

    // Time passes as fast as it is waited for.
    private async Task<int> Run(params string[] arguments)
    {
        var clock = new FakeTimeProvider();
        _prcl.Clock = clock;
        var run = _prcl.Run(TestContext.Current.CancellationToken, arguments);
        while (!run.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await run;
    }
}
