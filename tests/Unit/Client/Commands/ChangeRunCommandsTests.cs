using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

/// <summary>Setting, copying and comparing runs.</summary>
public sealed class ChangeRunCommandsTests
{
    private static readonly RunDescription Street = CommandLineRun.Description("street") with
    {
        Settings = new() { ["learning-rate"] = "0.02", ["weights"] = "resnet18", ["partitions"] = "1" },
        Revision = 4,
    };

    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(
        Street, CommandLineRun.Description("avenue") with { Settings = new() { ["learning-rate"] = "0.003", ["weights"] = "resnet18" } });

    private readonly List<object?[]> _asked = [];

    public ChangeRunCommandsTests() => _prcl.Grains
        .On<IRunGrain>("Change", (_, a) =>
        {
            _asked.Add(a);
            return Task.FromResult(Street with { Revision = 5, Settings = new(Street.Settings) { ["learning-rate"] = "0.003" } });
        })
        .On<IRunGrain>("Model", (key, a) => Task.FromResult(a[0] is "latest" or "12" or "best" ? new ModelReference(12, "blob", 480) : null))
        .On<IRunGrain>("Models", (_, _) => Task.FromResult<ModelSummary[]>([new(12, 11, 0, 480, null, ["best"])]))
        .On<IRunGrain>("Create", (key, a) =>
        {
            _asked.Add([key, a[0]]);
            return Task.FromResult(CommandLineRun.Description(key) with { From = ((RunRequest)a[0]!).From });
        })
        .On<IEvaluatorGrain>("History", (key, _) => Task.FromResult<EvaluationResult[]>(key == "street"
            ? [Result("day", 10, 40, [40, 0, 80]), Result("day", 12, 50, [50, 20, 80]), Result("rain", 12, 30, [30, double.NaN, 30])]
            : [Result("day", 3, 52.5, [60, 0, 97.5])]));

    [Fact]
    public async Task A_setting_is_changed_from_what_was_seen_and_the_change_is_told()
    {
        Assert.Equal(ExitCode.Done, await Run("run", "set", "street", "--set", "learning-rate=0.003"));

        Assert.Equal(("0.003", 4), (((Dictionary<string, string>)_asked.Single()[0]!)["learning-rate"], (int)_asked.Single()[1]!));
        Assert.Contains("learning-rate: 0.02 → 0.003", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("revision 5 of its settings; trainers take it up with their next round", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_change_is_told_with_the_reason_and_as_a_mistake_of_the_command_line()
    {
        _prcl.Grains.On<IRunGrain>("Change", (_, _) => Task.FromException<RunDescription>(new PrclRequestException("backbone is fixed, since") { Code = RequestErrorCode.BadValue }));

        Assert.Equal(ExitCode.Usage, await Run("run", "set", "street", "--set", "backbone=resnet18"));
        Assert.Equal(ExitCode.Usage, await Run("run", "set", "street", "--set", "backbone"));

        Assert.Contains("backbone is fixed, since", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("--set takes name=value", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_takes_classes_and_settings_and_begins_with_a_version()
    {
        Assert.Equal(ExitCode.Done, await Run("run", "copy", "street", "trial", "--version", "best", "--set", "learning-rate=0.1"));

        var (name, request) = ((string)_asked.Single()[0]!, (RunRequest)_asked.Single()[1]!);
        Assert.Equal(("trial", new ModelOrigin("street", 12)), (name, request.From));
        Assert.Equal(("0.1", "", Street.ClassesJson), (request.Settings["learning-rate"], request.Settings["weights"], request.ClassesJson));
        Assert.Contains("run trial: begins with version 12 of street", _prcl.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, await Run("run", "copy", "street", "trial", "--version", "7"));
    }

    [Fact]
    public async Task A_copy_with_classes_added_asks_for_them_and_names_the_new_ones()
    {
        using var files = new ScratchFolder();
        File.WriteAllText(files.At("more.json"), """{"classes": [{"name": "Sky"}, {"name": "Road"}, {"name": "Car"}, {"name": "Kerb"}]}""");
        _prcl.Grains.On<IRunGrain>("Create", (key, a) => Task.FromResult(CommandLineRun.Description(key) with { ClassesJson = ((RunRequest)a[0]!).ClassesJson }));

        Assert.Equal(ExitCode.Done, await Run("run", "copy", "street", "trial", "--classes", files.At("more.json")));

        Assert.Contains("new classes, about which that version knows nothing: Kerb", _prcl.Out, StringComparison.Ordinal);
        File.WriteAllText(files.At("more.json"), "{}");
        Assert.Equal(ExitCode.Usage, await Run("run", "copy", "street", "trial", "--classes", files.At("more.json")));
    }

    [Fact]
    public async Task A_run_is_named_by_what_it_is_shown_as_and_its_own_name_comes_first()
    {
        _prcl.WithRuns(Street with { Shown = "high-street" }, CommandLineRun.Description("avenue") with { Shown = "street" });
        _prcl.Grains
            .On<IRunGrain>("Rename", (key, a) => Task.FromResult(Street with { Shown = a[0] is "street" ? null : (string?)a[0] }))
            .On<IRunGrain>("Stop", (key, _) =>
            {
                _asked.Add([key]);
                return Task.CompletedTask;
            });

        Assert.Equal(ExitCode.Done, await Run("run", "rename", "high-street", "main-street"));
        Assert.Equal(ExitCode.Done, await Run("run", "rename", "street"));
        Assert.Contains("run street is shown as main-street; both names are taken", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("run street is shown by its own name", _prcl.Out, StringComparison.Ordinal);

        await Run("run", "stop", "high-street");
        await Run("run", "stop", "street");
        Assert.Equal(["street", "street"], _asked.Select(a => a[0]));

        await Run("run", "list");
        Assert.Contains("high-street (street)", _prcl.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, await Run("run", "stop", "nowhere"));
        Assert.Contains("there are high-street (street), street (avenue)", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_stand_side_by_side_by_settings_domains_and_classes()
    {
        Assert.Equal(ExitCode.Done, await Run("run", "compare", "street", "avenue", "--json"));

        var all = JsonDocument.Parse(_prcl.Out).RootElement;
        Assert.Equal(["learning-rate", "partitions"], all.GetProperty("settings").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        var day = all.GetProperty("domains")[0];
        Assert.Equal(("day", 12, 3), (day.GetProperty("domain").GetString(), day.GetProperty("versionA").GetInt32(), day.GetProperty("versionB").GetInt32()));
        Assert.Equal((50, 52.5), (day.GetProperty("meanIouA").GetDouble(), day.GetProperty("meanIouB").GetDouble()));
        Assert.Equal((20, 0), (day.GetProperty("classes")[1].GetProperty("a").GetDouble(), day.GetProperty("classes")[1].GetProperty("b").GetDouble()));
        var rain = all.GetProperty("domains")[1];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (rain.GetProperty("meanIouB").ValueKind, rain.GetProperty("classes")[1].GetProperty("a").ValueKind));
    }

    [Fact]
    public async Task Two_versions_of_a_run_are_compared_and_one_that_was_not_measured_is_told()
    {
        Assert.Equal(ExitCode.Done, await Run("run", "compare", "street:best", "avenue:12"));

        Assert.Contains("version 12 on 20 frames beside nothing measured", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("avenue:12: this version wasn't measured", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, await Run("run", "compare", "street:99", "avenue"));
        Assert.Contains("keeps no version '99'", _prcl.Error, StringComparison.Ordinal);
    }

    private static EvaluationResult Result(string domain, long version, double mean, double[] classes) => new(domain, version, 20, mean, classes, [], 0, 0);

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
