using System.Text.Json;
using Prcl.Benchmarks;

var benchmarks = new Dictionary<string, Func<Task<object>>>
{
    ["contrast"] = ContrastBenchmark.Run,
    ["ingest"] = IngestBenchmark.Run,
    ["virtual-negatives"] = VirtualNegativesBenchmark.Run,
};
if (args.Length != 1 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Benchmarks -- {string.Join('|', benchmarks.Keys)}");
    return 2;
}

// Last line: one JSON object with every figure.
Console.WriteLine(JsonSerializer.Serialize(await run()));
return 0;
