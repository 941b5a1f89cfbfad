using Prcl.Benchmarks;
using Prcl.Benchmarks.Merges;
using Prcl.Benchmarks.Scaling;
using Prcl.Silo.Startup;
using Xunit.Sdk;

const int Misused = 2;
const int Skipped = 77;

NativeThreads.LetIdleThreadsSleep();
NativeThreads.ShareMemoryArenas();

var options = new BenchmarkArguments(
    args,
    "--classes", "--data", "--device", "--images", "--round-steps", "--rounds", "--seconds", "--silos", "--steps", "--trainers", "--turns", "--weights", "--width");
var benchmarks = new Dictionary<string, Func<Task<object>>>
{
    ["contrast"] = ContrastBenchmark.Run,
    ["virtual-negatives"] = VirtualNegativesBenchmark.Run,
    ["step"] = () => StepBenchmark.Run(options),
    ["silo"] = () => SiloBenchmark.Compare(options.Number("--rounds", 5), options.Number("--steps", 100)),
    ["memory"] = () => MemoryBenchmark.Run(options.Number("--steps", 2_000)),
    ["decode"] = () => DecodeBenchmark.Run(options.Text("--data"), options.Number("--images", 20_000)),
    ["predict"] = () => PredictBenchmark.Run(options.Text("--weights") ?? ""),
    ["scaling"] = () => ScalingBenchmark.Run(
        options.Number("--turns", 5), options.Number("--seconds", 15), options.Number("--round-steps", 10), options.Number("--images", 2_000)),
    ["merges"] = () => MergesBenchmark.Run(
        options.Number("--silos", 1), options.Number("--seconds", 8), options.Number("--width", 256), options.Numbers("--classes", 21, 1_000), options.Numbers("--trainers", 1, 10, 100)),
    ["pending"] = () => PendingBenchmark.Run(options.Number("--width", 256), options.Numbers("--trainers", 1, 10, 100, 1_000)),
    ["index"] = () => IndexBenchmark.Run(options.Number("--images", 1_000_000)),
    [BareLoopProcess.Name] = BareLoopProcess.Serve,
    ["ingest"] = () => IngestBenchmark.Run(options.Number("--images", 10_000)),
};
if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', benchmarks.Keys)} [--name value]...");
    return Misused;
}

try
{
    BenchmarkReport.Print(await run());
    return 0;
}
catch (SkipException absent)
{
    Console.Error.WriteLine(absent.Message);
    return Skipped;
}
