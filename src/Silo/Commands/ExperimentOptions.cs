using System.CommandLine;
using Prcl.Silo.Experiments;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Experiments.Trials;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary>The options of <c>prcl-silo experiment</c>.</summary>
internal static class ExperimentOptions
{
    /// <summary>One trial, SEED:ARM: how the command starts processes of itself.</summary>
    public static readonly Option<string?> One = new("--one") { Hidden = true };

    /// <summary>The arm that a report compares the others with.</summary>
    public static readonly Option<string?> Baseline = new("--baseline") { Description = "The arm that the report compares the others with; without it, the first one." };

    /// <summary>A folder of results, to report without running anything.</summary>
    public static readonly Option<DirectoryInfo?> Report = new("--report") { Description = "Folder of results: only write its report again." };

    private const int TrialsOnOneGpu = 2;
    private static readonly Option<FileInfo?> Protocol = new("--protocol") { Description = "JSON file of the protocol: which images come when, which are labelled, how many steps." };
    private static readonly Option<DirectoryInfo?> Data = new("--data") { Description = "Folder of domains with classes.json; not for protocols that draw a street." };
    private static readonly Option<string[]> Arms = Many<string>("--arms", "Arms, separated by blanks: names from the list above, or name:setting=value,setting=value@base.", []);
    private static readonly Option<long[]> Seeds = Many<long>("--seeds", "Seeds, separated by blanks; each arm runs with each.", [0]);
    private static readonly Option<long?> Steps = new("--steps") { Description = "Steps of all phases; without it, the protocol's." };
    private static readonly Option<DirectoryInfo[]> Evaluate = Many<DirectoryInfo>("--evaluate", "Folders with images/ and labels/ that are looked at only at the end.", []);
    private static readonly Option<string?> Out = new("--out") { Description = "Folder of the results; an arm and seed that is there is not run again." };
    private static readonly Option<string> Device = DeviceOption.Create();
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Trials at a time; 0: one a core, or two on a GPU." };
    private static readonly Option<bool> EveryPhase = new("--evaluate-every-phase") { Description = "Whether to measure at the end of each phase, or (false) of the last one only.", DefaultValueFactory = _ => true };
    private static readonly Option<double[]> Shares = Many<double>("--batch-norm-shares", "Shares, 0 to 1, of a domain's own batch-norm statistics with which each network is measured besides, at the end.", []);

    /// <summary>What the command is.</summary>
    public static string Help => "Compare ways of learning under one protocol: arms and seeds side by side, each in a process of its own.\n\n"
        + string.Join('\n', ArmTable.All.Select(a => $"  {a.Name,-16} {a.Meaning}"))
        + "\n\nExample: prcl-silo experiment --protocol tests/protocols/camvid-stream.json --data camvid --arms supervised prcl --seeds 0 1 2 --out results";

    /// <summary>Every option, in the order of the help.</summary>
    public static IEnumerable<Option> All => [Protocol, Data, Arms, Seeds, Steps, RunSettings.Set, Evaluate, Out, Device, Parallel, Baseline, EveryPhase, Shares, Report, One];

    /// <summary>Reads what was asked for.</summary>
    /// <exception cref="HostException">The protocol, an arm or the device can't be used; names it and the rule.</exception>
    public static ExperimentRequest Read(ParseResult result)
    {
        var path = result.GetValue(Protocol)?.FullName ?? throw new HostException("--protocol must name a protocol's file, or --report a folder of results.");
        var shares = result.GetValue(Shares) ?? [];
        if (shares.Any(s => s is not (>= 0 and <= 1)))
        {
            throw new HostException($"--batch-norm-shares is {string.Join(' ', shares)}; each must be from 0 to 1.");
        }

        if (result.GetValue(Steps) is < 1)
        {
            throw new HostException($"--steps is {result.GetValue(Steps)}; it must be 1 or more.");
        }

        return new ExperimentRequest
        {
            ProtocolPath = path,
            Protocol = ProtocolFile.Read(path),
            Data = result.GetValue(Data)?.FullName,
            Arms = Named(result),
            Seeds = [.. result.GetRequiredValue(Seeds).Distinct().DefaultIfEmpty()],
            Steps = result.GetValue(Steps),
            Set = result.GetValue(RunSettings.Set) ?? [],
            Evaluate = [.. (result.GetValue(Evaluate) ?? []).Select(e => e.FullName)],
            Out = Path.GetFullPath(result.GetValue(Out) ?? throw new HostException("--out must name a folder for the results.")),
            Device = DeviceOption.Known(result.GetRequiredValue(Device)),
            Evaluation = new EvaluationOptions(result.GetValue(EveryPhase), [.. shares.Distinct()]),
            Baseline = result.GetValue(Baseline),
        };
    }

    /// <summary>Trials at a time.</summary>
    public static int Parallelism(ParseResult result, ExperimentRequest request) => result.GetValue(Parallel) switch
    {
        > 0 and var trials => trials,
        _ => request.Device == "cpu" ? Environment.ProcessorCount : TrialsOnOneGpu,
    };

    private static string[] Named(ParseResult result)
    {
        var arms = result.GetValue(Arms) ?? [];
        if (arms.Length == 0 && result.GetValue(One) is null)
        {
            throw new HostException($"--arms must name at least one arm: {string.Join(", ", ArmTable.All.Select(a => a.Name))}.");
        }

        ArmSpec.ParseAll(arms);
        return arms;
    }

    private static Option<T[]> Many<T>(string name, string meaning, T[] otherwise) =>
        new(name) { Description = meaning, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => otherwise };
}
