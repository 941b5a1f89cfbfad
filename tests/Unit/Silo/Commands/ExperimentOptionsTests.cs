using System.CommandLine;
using Prcl.Silo.Commands;
using Prcl.Silo.Experiments;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Commands;

public sealed class ExperimentOptionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-options-");
    private readonly string _protocol;

    public ExperimentOptionsTests()
    {
        _protocol = Path.Combine(_folder.FullName, "p.json");
        File.WriteAllText(_protocol, """{ "domains": ["day"], "steps": 9 }""");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Arms_and_seeds_are_lists_separated_by_blanks()
    {
        var request = Read("--arms", "supervised", "prcl", "warm:temperature=0.2,anchors=8@joint", "--seeds", "0", "1", "2");

        Assert.Equal(["supervised", "prcl", "warm:temperature=0.2,anchors=8@joint"], request.Arms);
        Assert.Equal([0, 1, 2], request.Seeds);
        Assert.Equal(("cpu", true, null), (request.Device, request.Evaluation.EveryPhase, request.Steps));
    }

    [Fact]
    public void The_command_line_of_a_trial_asks_for_the_same()
    {
        var request = Read(
            "--arms", "prcl", "--data", _folder.FullName, "--steps", "30", "--set", "temperature=0.2", "--set", "anchors=8", "--evaluate", "/x", "/y",
            "--evaluate-every-phase", "false", "--batch-norm-shares", "0.25", "1");

        var again = Parse([.. request.CommandLine("warm:anchors=8@joint", 3).Skip(1)]);

        Assert.Equal("3:warm:anchors=8@joint", again.GetValue(ExperimentOptions.One));
        var trial = ExperimentOptions.Read(again);
        Assert.Equal((request.Data, request.Steps, request.Out, request.ProtocolPath), (trial.Data, trial.Steps, trial.Out, trial.ProtocolPath));
        Assert.Equal(request.Set, trial.Set);
        Assert.Equal(request.Evaluate, trial.Evaluate);
        Assert.False(trial.Evaluation.EveryPhase);
        Assert.Equal([0.25, 1], trial.Evaluation.BatchNormShares);
    }

    [Theory]
    [InlineData("--arms must name at least one arm")]
    [InlineData("did you mean 'prcl'", "--arms", "prkl")]
    [InlineData("--batch-norm-shares is 1.5", "--arms", "prcl", "--batch-norm-shares", "1.5")]
    [InlineData("--steps is 0", "--arms", "prcl", "--steps", "0")]
    [InlineData("'cuda:9' can't be used, and the CPU isn't taken in its place", "--arms", "prcl", "--device", "cuda:9")]
    public void What_can_not_be_used_is_refused_in_words(string part, params string[] arguments) =>
        Assert.Contains(part, Assert.Throws<HostException>(() => Read(arguments)).Message, StringComparison.Ordinal);

    private ExperimentRequest Read(params string[] arguments) =>
        ExperimentOptions.Read(Parse(["--protocol", _protocol, "--out", Path.Combine(_folder.FullName, "out"), .. arguments]));

    private static ParseResult Parse(string[] arguments)
    {
        var command = new Command("experiment");
        foreach (var option in ExperimentOptions.All)
        {
            command.Add(option);
        }

        return command.Parse(arguments);
    }
}
