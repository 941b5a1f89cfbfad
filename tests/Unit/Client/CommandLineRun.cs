using System.Text;
using Microsoft.Extensions.Time.Testing;
using Prcl.Client;
using Prcl.Client.Commands;
using Prcl.Client.Connection;
using Prcl.Client.Output;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;

namespace Prcl.Unit.Client;

/// <summary>The whole command line in this process, over fake grains.</summary>
internal sealed class CommandLineRun
{
    public const string ClassesJson = """{"ignore":255,"classes":[{"name":"Sky","color":[1,2,3]},{"name":"Road","color":[4,5,6]},{"name":"Car","color":[7,8,9]}]}""";

    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public FakeGrains Grains { get; } = new();

    public Dictionary<string, string> Variables { get; } = [];

    public string? Certificates { get; private set; }

    public List<SiloEndpoint> Connected { get; } = [];

    /// <summary>Runs after each connection is opened; may throw in its place.</summary>
    public Action Connecting { get; set; } = () => { };

    /// <summary>What comes on standard input.</summary>
    public TextReader Input { get; set; } = TextReader.Null;

    /// <summary>Columns of what tables are drawn on.</summary>
    public int Width { get; set; } = 240;

    public TimeProvider Clock { get; set; } = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public static RunDescription Description(string name, int partitions = 1) => new(
        name,
        ClassesJson,
        new() { ["partitions"] = $"{partitions}", ["lease-seconds"] = "60" },
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        0);

    /// <summary>Lets the cluster have these runs.</summary>
    public CommandLineRun WithRuns(params RunDescription[] runs)
    {
        Grains
            .On<IRunCatalogGrain>("List", (_, _) => Task.FromResult(runs))
            .On<IEvaluatorGrain>("History", (_, _) => Task.FromResult<EvaluationResult[]>([]))
            .On<IRunGrain>("Footprint", (_, _) => Task.FromResult(new RunFootprint(0, 18, 5_000_000, 7_000_000, 4, 1)))
            .On<IRunGrain>("Describe", (key, _) => Task.FromResult(runs.FirstOrDefault(run => run.Name == key)));
        return this;
    }

    public async Task<int> Run(CancellationToken cancellation, params string[] arguments)
    {
        var terminal = new Terminal(new StringWriter(_out), new StringWriter(_error));
        terminal.Screen.Profile.Width = Width;
        return await new PrclCommandLine(new CommandHost(terminal, Connect, name => Variables.GetValueOrDefault(name), Clock) { Input = () => Input }).Run(arguments, cancellation);
    }

    private Task<PrclClient> Connect(SiloEndpoint endpoint, string? certificates, CancellationToken cancellation)
    {
        Certificates = certificates;
        Connected.Add(endpoint);
        Connecting();
        return Task.FromResult(new PrclClient(Grains.Factory, Clock));
    }
}
