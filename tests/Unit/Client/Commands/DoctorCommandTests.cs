using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Client.Connection;
using Prcl.Contracts.Cluster;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class DoctorCommandTests
{
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private RunStatus _status = JsonShapeTests.Status;
    private SiloView[] _silos =
    [
        new("keeper", "127.0.0.1:11111", "active", ["predictor", "state"], [], "1.2.3", false, [], TimeSpan.Zero),
        new("worker", "127.0.0.1:11112", "active", ["trainer"], ["cpu"], "1.2.3", false, [], TimeSpan.FromMilliseconds(20)),
    ];

    public DoctorCommandTests() => _prcl.Grains
        .On<IClusterGrain>("Silos", (_, _) => Task.FromResult(_silos))
        .On<IRunGrain>("Status", (_, _) => Task.FromResult(_status));

    [Fact]
    public async Task Where_all_is_well_each_line_says_ok()
    {
        Assert.Equal(ExitCode.Done, await Run("doctor"));

        Assert.All(_prcl.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.All(["127.0.0.1:30000 answers", "keeper, worker", "at most 0.1 s apart", "role trainer", "run street"], part => Assert.Contains(part, _prcl.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_somebody_should_look_at_is_a_warning_with_advice_and_no_failure()
    {
        _silos =
        [
            _silos[0] with { Version = "1.2.2", ClockAhead = TimeSpan.FromSeconds(-9) },
            _silos[1] with { Roles = ["predictor"] },
            _silos[0] with { Name = "lost", Trainers = null, ClockAhead = null },
        ];
        _status = _status with { Notes = ["the storage takes nothing: the disk is full"], Alarms = [new("class-shares", "Sky takes 99 %", 12)] };

        Assert.Equal(ExitCode.Done, await Run("doctor"));

        Assert.All(
            ["warning  silos: lost is not answering", "warning  versions: silos of 1.2.2 and 1.2.3", "warning  role trainer: no silo has it: nothing is learned", "→ start one with --roles trainer",
                "warning  clocks: the silos' clocks are 9.0 s apart", "warning  run street: the storage takes nothing", "warning  run street: alarm class-shares since round 12"],
            part => Assert.Contains(part, _prcl.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_work_is_a_failure_and_ends_with_1()
    {
        _status = _status with { Phase = RunPhase.Failed, Reason = "street/worker/cpu: out of memory" };
        Assert.Equal(ExitCode.Failed, await Run("doctor", "--json"));

        var failure = Assert.Single(JsonDocument.Parse(_prcl.Out).RootElement.EnumerateArray(), d => d.GetProperty("level").GetString() == "failure");
        Assert.Equal("run street", failure.GetProperty("what").GetString());
        Assert.Contains("out of memory", failure.GetProperty("finding").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_silo_the_way_is_what_fails()
    {
        _prcl.Connecting = () => throw NoSiloException.At(_prcl.Connected[^1]);

        Assert.Equal(ExitCode.Failed, await Run("doctor", "--certificates", "/no/such/folder"));

        Assert.Contains("failure  certificates: ", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("failure  silo: no silo answers at 127.0.0.1:30000", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("→ on the silo's machine \"prcl-silo doctor\"", _prcl.Out, StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
