using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class ModelsCommandTests
{
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private readonly List<string> _calls = [];
    private ModelSummary[] _newer = [new(10, 9, 1, 520, null, ["latest"])];

    public ModelsCommandTests() => _prcl.Grains
        .On<IRunGrain>("Models", (_, _) => Task.FromResult<ModelSummary[]>([new(0, -1, 0, 0, null, []), new(7, 6, 0, 480, null, ["best"]), new(9, 8, 1, 480, 7, []), .. _newer]))
        .On<IRunGrain>("Model", (_, a) => Task.FromResult(a[0] is "7" or "best" ? new ModelReference(7, "blob", 480) : null))
        .On<IRunGrain>("MoveAlias", (_, a) => Note($"move {a[0]} {a[1]}"))
        .On<IRunGrain>("RemoveAlias", (_, a) => Note($"remove {a[0]}"))
        .On<IRunGrain>("RollBack", (_, a) =>
        {
            _calls.Add($"roll back {a[0]} from {a[1]}");
            return Task.FromResult(new RoundAssignment(0, false, false, 2, 11, 11, "blob", 480, 99));
        })
        .On<IRunGrain>("Current", (_, _) => Task.FromResult(new RoundAssignment(0, false, true, 1, 9, 9, "blob", 480, 99)))
        .On<IEvaluatorGrain>("History", (_, _) => Task.FromResult<EvaluationResult[]>([Result(7, 40), Result(7, 50), Result(6, 99), Result(9, double.NaN)]));

    [Fact]
    public async Task Versions_are_listed_with_the_mean_of_their_scores()
    {
        Assert.Equal(ExitCode.Done, await Run("models", "--json"));

        var models = JsonDocument.Parse(_prcl.Out).RootElement.EnumerateArray().ToArray();
        Assert.Equal([0, 7, 9, 10], models.Select(m => m.GetProperty("version").GetInt64()));
        Assert.Equal(JsonValueKind.Null, models[0].GetProperty("round").ValueKind);
        Assert.Equal(45, models[1].GetProperty("meanIou").GetDouble());
        Assert.Equal(JsonValueKind.Null, models[2].GetProperty("meanIou").ValueKind);
        Assert.Equal(7, models[2].GetProperty("rolledBackTo").GetInt64());
        Assert.Equal(ExitCode.Done, await Run("models"));
        Assert.Contains("rolled back to 7", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_moves_the_alias_and_latest_takes_it_away()
    {
        Assert.Equal(ExitCode.Done, await Run("models", "serve", "best"));
        Assert.Equal(ExitCode.Done, await Run("models", "serve", "latest"));

        Assert.Equal(["move serving 7", "remove serving"], _calls);
    }

    [Fact]
    public async Task Training_is_rolled_back_from_the_epoch_that_was_seen()
    {
        Assert.Equal(ExitCode.Done, await Run("models", "train", "7"));

        Assert.Equal(["roll back 7 from 0"], _calls);
        Assert.Contains("epoch 2 begins from version 7", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("prcl run start street", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_that_has_been_rolled_back_to_a_version_and_has_published_none_since_is_not_rolled_back_again()
    {
        _newer = [];

        Assert.Equal(ExitCode.Done, await Run("models", "train", "7"));

        Assert.Empty(_calls);
        Assert.Contains("epoch 1 has begun from version 7 already, and round 9 is open", _prcl.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("train")]
    public async Task A_version_that_is_not_kept_is_named_with_those_that_are(string word)
    {
        Assert.Equal(ExitCode.Failed, await Run("models", word, "8"));

        Assert.Contains("keeps no version '8'; it keeps 0, 7, 9, 10", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_calls);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);

    private Task Note(string call)
    {
        _calls.Add(call);
        return Task.CompletedTask;
    }

    private static EvaluationResult Result(long version, double meanIou) => new("day", version, 5, meanIou, [], [], 480, 1);
}
