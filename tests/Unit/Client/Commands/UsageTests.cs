using System.CommandLine;
using Prcl.Client.Commands;
using Prcl.Client.Connection;
using Prcl.Client.Output;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class UsageTests
{
    private readonly CommandLineRun _prcl = new();

    [Theory]
    [InlineData("", "Required command")]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("psuh photos", "did you mean 'push'?")]
    [InlineData("run creat", "did you mean 'create'?")]
    [InlineData("run", "prcl run --help")]
    [InlineData("run create", "--classes")]
    [InlineData("run create r --classes /no/such/file.json", "/no/such/file.json")]
    [InlineData("run start a/b", "'a/b' can't be a run's name")]
    [InlineData("push", "PATH")]
    [InlineData("push /no/such/file", "/no/such/file")]
    [InlineData("push . --purpose play", "'play'")]
    [InlineData("push . --domain a/b", "'a/b' can't be a domain")]
    [InlineData("images --limit 0", "--limit is '0'")]
    [InlineData("images --limit many", "--limit is 'many'")]
    [InlineData("images --run a/b", "'a/b' can't be a run's name")]
    [InlineData("predict /no/such.jpg -o out", "/no/such.jpg")]
    [InlineData("predict", "--output")]
    [InlineData("evaluate /no/such/folder", "/no/such/folder")]
    [InlineData("evaluate . --version -1", "--version")]
    [InlineData("run list --silo nowhere", "--silo is 'nowhere'")]
    public async Task A_wrong_command_ends_with_2_and_names_what_is_wrong(string line, string part)
    {
        var code = await Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(part, _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_prcl.Out);
        Assert.Empty(_prcl.Connected);
    }

    [Fact]
    public async Task A_missing_silo_ends_with_1_and_one_line()
    {
        _prcl.Connecting = () => throw NoSiloException.At(_prcl.Connected[^1]);

        Assert.Equal(ExitCode.Failed, await Run("run", "list"));
        Assert.Equal("no silo answers at 127.0.0.1:30000 (start one with \"prcl-silo serve\")" + Environment.NewLine, _prcl.Error);
    }

    [Fact]
    public async Task The_silo_is_taken_from_the_option_then_the_environment()
    {
        _prcl.WithRuns().Variables["PRCL_SILO"] = "one:1";
        await Run("run", "list");
        await Run("run", "list", "--silo", "two:2");

        Assert.Equal([new SiloEndpoint("one", 1), new SiloEndpoint("two", 2)], _prcl.Connected);
    }

    [Fact]
    public async Task A_broken_rule_ends_with_1_and_its_line_and_a_trace_only_when_asked_for()
    {
        _prcl.WithRuns(CommandLineRun.Description("r")).Grains.On<IRunGrain>("Start", (_, _) => Task.FromException(new PrclRequestException("there is no run 'r'")));

        Assert.Equal(ExitCode.Failed, await Run("run", "start", "r"));
        Assert.Equal("there is no run 'r'" + Environment.NewLine, _prcl.Error);

        await Run("run", "start", "r", "--verbose");
        Assert.Contains(nameof(PrclRequestException), _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_the_silo_refuses_ends_with_2()
    {
        _prcl.WithRuns(CommandLineRun.Description("r")).Grains.On<IRunGrain>("Start", (_, _) => Task.FromException(new PrclRequestException("there is no setting 'lr'") { Code = RequestErrorCode.BadValue }));

        Assert.Equal(ExitCode.Usage, await Run("run", "start", "r"));
    }

    [Fact]
    public async Task Without_a_name_the_only_run_is_meant_and_several_are_named()
    {
        _prcl.WithRuns(CommandLineRun.Description("a"), CommandLineRun.Description("b"));
        Assert.Equal(ExitCode.Usage, await Run("images"));
        Assert.Contains("there are a, b", _prcl.Error, StringComparison.Ordinal);

        _prcl.WithRuns(CommandLineRun.Description("a"));
        _prcl.Variables["PRCL_RUN"] = "c";
        Assert.Equal(ExitCode.Failed, await Run("images"));
        Assert.Contains("there is no run 'c' (there are a)", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_run_the_line_says_how_to_create_one()
    {
        _prcl.WithRuns();

        Assert.Equal(ExitCode.Failed, await Run("status"));
        Assert.Contains("prcl run create", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_command_ends_with_130_and_no_line()
    {
        using var interrupt = new CancellationTokenSource();
        _prcl.Grains.On<IRunCatalogGrain>("List", (_, _) =>
        {
            interrupt.Cancel();
            return new TaskCompletionSource<RunDescription[]>().Task;
        });

        Assert.Equal(ExitCode.Interrupted, await _prcl.Run(interrupt.Token, "run", "list"));
        Assert.Empty(_prcl.Error);
    }

    [Fact]
    public async Task Every_command_has_help_with_examples_that_parse()
    {
        var root = new PrclCommandLine(new CommandHost(new Terminal(TextWriter.Null, TextWriter.Null), (_, _, _) => throw new NotSupportedException(), _ => null, TimeProvider.System)).Root;
        foreach (var path in PathsBelow(root))
        {
            var prcl = new CommandLineRun();
            Assert.Equal(ExitCode.Done, await prcl.Run(TestContext.Current.CancellationToken, [.. path, "--help"]));
            string[] examples = [.. prcl.Out.Split('\n').SkipWhile(line => !line.StartsWith("Examples:", StringComparison.Ordinal)).Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];
            Assert.NotEmpty(examples);
            foreach (var example in examples)
            {
                // The files of the examples don't exist, which is the only thing that may be wrong with them.
                var parse = root.Parse(example.Split([" > ", " | "], StringSplitOptions.None)[0].Split(' ')[1..]);
                Assert.All(parse.Errors, error => Assert.Contains("does not exist", error.Message, StringComparison.Ordinal));
            }
        }
    }

    private static IEnumerable<string[]> PathsBelow(Command command) =>
        command.Subcommands.SelectMany(sub => PathsBelow(sub).Select(path => (string[])[sub.Name, .. path])).Prepend([]);

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
