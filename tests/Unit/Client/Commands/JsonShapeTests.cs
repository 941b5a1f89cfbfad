using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;
using Prcl.Unit.Client.Prototypes;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class JsonShapeTests
{
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));

    [Fact]
    public async Task Runs_carry_their_class_list_as_json()
    {
        var run = Assert.Single((await Json("run", "list", "--json")).EnumerateArray().ToArray());

        Assert.Equal("street", run.GetProperty("name").GetString());
        Assert.Equal("2026-01-02T03:04:05Z", run.GetProperty("createdUtc").GetString());
        Assert.Equal("Road", run.GetProperty("classes").GetProperty("classes")[1].GetProperty("name").GetString());
        Assert.Equal("60", run.GetProperty("settings").GetProperty("lease-seconds").GetString());
        Assert.True(JsonElement.DeepEquals(run, await Json("run", "show", "street", "--json")));
    }

    [Fact]
    public async Task What_does_not_suit_is_said_of_a_run_and_of_its_trainers()
    {
        _prcl.WithRuns(CommandLineRun.Description("street") with { Note = "crops are larger" });
        _prcl.Grains.On<IRunGrain>("Status", (_, _) => Task.FromResult(Status with { Trainers = [Status.Trainers[0] with { Note = "crops are smaller" }, Status.Trainers[0]] }));

        Assert.Equal("crops are larger", (await Json("run", "show", "street", "--json")).GetProperty("note").GetString());
        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "run", "show", "street"));
        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "status"));
        Assert.Contains("note: crops are larger", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("note: crops are smaller", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_listed_with_range_and_meaning()
    {
        _prcl.Grains.On<IRunCatalogGrain>("Settings", (_, _) => Task.FromResult<SettingDescription[]>([new("lease-seconds", "60", "1 to 3600", "s", "how long")]));

        var setting = (await Json("run", "settings", "--json"))[0];

        Assert.Equal(["name", "default", "range", "unit", "meaning"], setting.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Status_writes_choices_as_words_and_missing_numbers_as_null()
    {
        _prcl.Grains.On<IRunGrain>("Status", (_, _) => Task.FromResult(Status));

        var status = await Json("status", "--json");

        Assert.Equal("waitingForTrainers", status.GetProperty("phase").GetString());
        Assert.Equal("handingIn", status.GetProperty("trainers")[0].GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("trainers")[0].GetProperty("losses").GetProperty("total").ValueKind);
        Assert.Equal(7, status.GetProperty("images").GetProperty("backlog").GetInt64());
        Assert.Equal(2, status.GetProperty("aliases").GetProperty("latest").GetInt64());
    }

    [Fact]
    public async Task An_alarm_is_said_with_what_can_be_done()
    {
        _prcl.Grains.On<IRunGrain>("Status", (_, _) => Task.FromResult(Status with { Alarms = [new("class-shares", "predictions collapse: Sky takes 99 %", 12)] }));

        var alarm = (await Json("status", "--json")).GetProperty("alarms")[0];
        Assert.Equal(("class-shares", 12), (alarm.GetProperty("kind").GetString(), alarm.GetProperty("sinceRound").GetInt32()));
        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "status"));
        Assert.Contains("ALARM: class-shares", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("ALARM since round 12, predictions collapse: Sky takes 99 %", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("prcl models train V", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_whether_learning_helps_or_what_is_missing_for_that()
    {
        var status = Status with { Comparison = [new("rain", 4, "frames", new(9, 45.5, [45.5], 0.8125, 0.0625), new(2, 40, [40]))] };
        _prcl.Grains.On<IRunGrain>("Status", (_, _) => Task.FromResult(status));

        var rain = (await Json("status", "--json")).GetProperty("comparison")[0];
        Assert.Equal(("rain", 9, 40, 5.5), (rain.GetProperty("domain").GetString(), rain.GetProperty("newest").GetProperty("version").GetInt32(), rain.GetProperty("baseline").GetProperty("meanIou").GetDouble(), rain.GetProperty("gain").GetDouble()));
        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "status"));
        Assert.Contains("+5.50", _prcl.Out, StringComparison.Ordinal);
        Assert.Equal((0.8125, 0.0625), (rain.GetProperty("newest").GetProperty("uncertaintyAuroc").GetDouble(), rain.GetProperty("newest").GetProperty("calibrationError").GetDouble()));
        Assert.Matches(@"0\.8125\s+6\.25", _prcl.Out);

        status = Status with { Comparison = [], Images = new StreamCounts(1, 2, 0, 4, 5, 7, 0) };
        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "status"));
        Assert.Contains("prcl push DIR --purpose evaluate", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_of_all_partitions_are_listed_up_to_the_limit()
    {
        _prcl.WithRuns(CommandLineRun.Description("street", partitions: 2));
        _prcl.Grains.On<IImageStreamGrain>("List", (key, arguments) => Task.FromResult(
            Enumerable.Range(0, 3).Select(sequence => Image(sequence, key)).Where(image => image.Sequence >= (long)arguments[0]!).ToArray()));

        var images = (await Json("images", "--json", "--limit", "5")).EnumerateArray().ToArray();

        Assert.Equal([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)], images.Select(image => (image.GetProperty("partition").GetInt32(), image.GetProperty("sequence").GetInt32())));
        Assert.Equal("street/1", images[^1].GetProperty("name").GetString());
        Assert.Equal("evaluate", images[0].GetProperty("purpose").GetString());
        Assert.Equal(JsonValueKind.Null, images[0].GetProperty("quarantine").ValueKind);
    }

    [Fact]
    public async Task Prototypes_carry_mean_variances_and_their_neighbours()
    {
        var views = Prototypes();
        var all = (await Json("prototypes", "--json")).EnumerateArray().ToArray();
        var road = await Json("prototypes", "road", "--json");
        var car = await Json("prototypes", "2", "--json");

        Assert.Equal(["class 0", "class 1", "class 2"], all.Select(prototype => prototype.GetProperty("className").GetString()));
        Assert.Equal(views[1].SpreadVariance.Average(), road.GetProperty("meanSpreadVariance").GetDouble(), 12);
        Assert.Equal(views[1].PosteriorVariance.Average(), road.GetProperty("meanPosteriorVariance").GetDouble(), 12);
        Assert.Equal(0, Assert.Single(road.GetProperty("nearest").EnumerateArray().ToArray()).GetProperty("classId").GetInt32());
        Assert.Equal(2, road.GetProperty("driftHistory").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, car.GetProperty("meanSpreadVariance").ValueKind);
        Assert.Empty(car.GetProperty("nearest").EnumerateArray());
    }

    [Fact]
    public async Task A_class_that_the_run_lacks_is_told_with_those_it_has()
    {
        Prototypes();

        Assert.Equal(ExitCode.Failed, await _prcl.Run(TestContext.Current.CancellationToken, "prototypes", "3"));
        Assert.Contains("0 Sky, 1 Road, 2 Car", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_show_text_from_elsewhere_as_it_is()
    {
        _prcl.WithRuns(CommandLineRun.Description("street"));
        _prcl.Grains.On<IImageStreamGrain>("List", (_, arguments) => Task.FromResult<ImageInfo[]>(
            (long)arguments[0]! > 0 ? [] : [Image(0, "[red]\u001b[2Jname[/]")]));

        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "images"));
        Assert.Contains("[red]?[2Jname[/]", _prcl.Out, StringComparison.Ordinal);
    }

    internal static RunStatus Status => new(
        "street",
        RunPhase.WaitingForTrainers,
        "none joined",
        3,
        2,
        480,
        new StreamCounts(1, 2, 3, 4, 5, 7, 0),
        [new TrainerStatus("street/silo1/cpu", TrainerState.HandingIn, "", 1, 3, 4, 99, new StepLosses(99, double.NaN, 1, 2, 3, 0.5, 1e-3, 0.1), 8, 9, 10, 0)],
        new() { ["latest"] = 2 },
        [],
        new StepTraffic(120_000, 3_400_000));

    private static ImageInfo Image(long sequence, string name) =>
        new(sequence, new string('a', 64), null, name, "rain", ImagePurpose.Evaluate, 4, 3, false, null, DateTime.UnixEpoch);

    private PrototypeView[] Prototypes()
    {
        PrototypeView[] views = [MutualLikelihoodTests.View(0, 1), MutualLikelihoodTests.View(1, 2), MutualLikelihoodTests.View(2, 3) with { Mean = [], PosteriorVariance = [], SpreadVariance = [] }];
        _prcl.Grains.On<IPrototypeGrain>("Query", (key, _) => Task.FromResult(views[key[^1] - '0']));
        return views;
    }

    private async Task<JsonElement> Json(params string[] arguments)
    {
        var before = _prcl.Out.Length;
        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, arguments));
        Assert.Empty(_prcl.Error);
        using var document = JsonDocument.Parse(_prcl.Out[before..]);
        return document.RootElement.Clone();
    }
}
