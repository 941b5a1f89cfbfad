using System.Text;
using Microsoft.Extensions.Time.Testing;
using Prcl.Client;
using Prcl.Client.Commands;
using Prcl.Client.Connection;
using Prcl.Client.Output;
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
            .On<IRunGrain>("Describe", (key, _) => Task.FromResult(runs.FirstOrDefault(run => run.Name == key)));
        return this;
    }

    public async Task<int> Run(CancellationToken cancellation, params string[] arguments) =>
        await new PrclCommandLine(new CommandHost(new Terminal(new StringWriter(_out), new StringWriter(_error)), Connect, name => Variables.GetValueOrDefault(name), Clock))
            .Run(arguments, cancellation);

    private Task<PrclClient> Connect(SiloEndpoint endpoint, string? certificates, CancellationToken cancellation)
    {
        Certificates = certificates;
        Connected.Add(endpoint);
        Connecting();
        return Task.FromResult(new PrclClient(Grains.Factory, Clock));
    }
}
