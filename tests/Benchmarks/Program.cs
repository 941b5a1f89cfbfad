using Prcl.Benchmarks;
using Prcl.Silo.Startup;

NativeThreads.LetIdleThreadsSleep();
NativeThreads.ShareMemoryArenas();

var options = new BenchmarkArguments(args, "--data", "--images", "--rounds", "--steps", "--weights");
var benchmarks = new Dictionary<string, Func<Task<object>>>
{
    ["contrast"] = ContrastBenchmark.Run,
    ["virtual-negatives"] = VirtualNegativesBenchmark.Run,
    ["step"] = StepBenchmark.Run,
    ["silo"] = () => SiloBenchmark.Compare(options.Number("--rounds", 5), options.Number("--steps", 100)),
    ["memory"] = () => MemoryBenchmark.Run(options.Number("--steps", 2_000)),
    ["decode"] = () => DecodeBenchmark.Run(options.Text("--data"), options.Number("--images", 20_000)),
    ["predict"] = () => PredictBenchmark.Run(options.Text("--weights") ?? ""),
    ["ingest"] = () => IngestBenchmark.Run(options.Number("--images", 10_000)),
};
if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', benchmarks.Keys)} [--name value]...");
    return 2;
}

BenchmarkReport.Print(await run());
return 0;
