using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class DeleteRunCommandTests
{
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private readonly List<(string, int)> _deleted = [];

    public DeleteRunCommandTests() => _prcl.Grains
        .On<IRunGrain>("Footprint", (_, _) => Task.FromResult(new RunFootprint(3, 1200, 80_000_000, 5_000_000, 4, 2)))
        .On<IRunGrain>("Delete", (key, a) =>
        {
            _deleted.Add((key, (int)a[0]!));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Without_a_yes_it_says_what_would_go_deletes_nothing_and_fails()
    {
        Assert.Equal(ExitCode.Failed, await Run("run", "delete", "street"));

        Assert.All(["1,200 images of 80 MB", "versions: 4; with rounds and logs 5 MB", "trainers at work for it: 2", "nothing was deleted; --yes deletes it"], part => Assert.Contains(part, _prcl.Out, StringComparison.Ordinal));
        Assert.Empty(_deleted);
    }

    [Fact]
    public async Task A_yes_deletes_the_run_that_was_seen()
    {
        Assert.Equal(ExitCode.Done, await Run("run", "delete", "street", "--yes", "--json"));

        Assert.True(JsonDocument.Parse(_prcl.Out).RootElement.GetProperty("isDeleted").GetBoolean());
        Assert.Equal([("street", 3)], _deleted);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_named()
    {
        Assert.Equal(ExitCode.Failed, await Run("run", "delete", "avenue", "--yes"));

        Assert.Contains("there is no run 'avenue' (there are street)", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_deleted);
    }

    [Fact]
    public async Task A_run_that_is_only_shown_by_the_name_stays_so_that_a_repeat_deletes_no_other_one()
    {
        var shown = new CommandLineRun().WithRuns(CommandLineRun.Description("avenue") with { Shown = "street" });

        Assert.Equal(ExitCode.Failed, await shown.Run(TestContext.Current.CancellationToken, "run", "delete", "street", "--yes"));

        Assert.Contains("no run has the name 'street' of its own: avenue is only shown so", shown.Error, StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
