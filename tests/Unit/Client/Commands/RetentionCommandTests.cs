using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Streams;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class RetentionCommandTests
{
    private static readonly DateTime Old = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street", partitions: 2));
    private readonly List<(string, long)> _confirmed = [];
    private OverdueImages? _overdue = new(40, 50, 80_000_000, Old, Old.AddDays(1), 77, "40 of 50 are too old");

    public RetentionCommandTests()
    {
        _prcl.Grains.On<IImageStreamGrain>("Overdue", (key, _) => Task.FromResult(key == "street/1" ? _overdue : null));
        _prcl.Grains.On<IImageStreamGrain>("DeleteOverdue", (key, a) =>
        {
            _confirmed.Add((key, (long)a[0]!));
            return Task.FromResult(40L);
        });
    }

    [Fact]
    public async Task What_waits_is_shown_and_nothing_is_deleted_without_a_yes()
    {
        Assert.Equal(ExitCode.Done, await Run("retention", "street"));

        Assert.All(["40", "50", "80", "40 of 50 are too old", "nothing was deleted; --yes deletes them"], part => Assert.Contains(part, _prcl.Out, StringComparison.Ordinal));
        Assert.Empty(_confirmed);
    }

    [Fact]
    public async Task A_yes_deletes_what_was_seen()
    {
        Assert.Equal(ExitCode.Done, await Run("retention", "--yes", "--json"));

        var deleted = Assert.Single(JsonDocument.Parse(_prcl.Out).RootElement.EnumerateArray());
        Assert.Equal((1, 40, 40), (deleted.GetProperty("partition").GetInt32(), deleted.GetProperty("images").GetInt32(), deleted.GetProperty("deleted").GetInt32()));
        Assert.Equal([("street/1", 77L)], _confirmed);
    }

    [Fact]
    public async Task Where_nothing_waits_it_says_so()
    {
        _overdue = null;

        Assert.Equal(ExitCode.Done, await Run("retention", "street", "--yes"));

        Assert.Contains("run street: no image waits for your word", _prcl.Out, StringComparison.Ordinal);
        Assert.Empty(_confirmed);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
