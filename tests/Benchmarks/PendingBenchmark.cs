using Prcl.Contracts.Prototypes;
using Prcl.Grains.Prototypes;
using Prcl.Learning.Prototypes;

namespace Prcl.Benchmarks;

/// <summary>
/// One prototype's arithmetic alone, without messages: processor time of taking a trainer's sums and answering with committed evidence and the
/// pending sums of all others, beside merging all of those anew for each answer.
/// </summary>
internal static class PendingBenchmark
{
    private const int Rounds = 15;
    private const int Merges = 400;

    /// <param name="width">D.</param>
    /// <param name="trainers">Trainers with pending sums.</param>
    public static Task<object> Run(int width, int[] trainers)
    {
        var figures = Array.ConvertAll(trainers, many => Measure(width, many));
        foreach (var (many, kept, anew) in figures)
        {
            Console.WriteLine($"{many} trainers, D {width}: {kept:F1} µs a merge; {anew:F1} µs when all are merged anew");
        }

        return Task.FromResult<object>(figures.Select(f => new { trainers = f.Trainers, f.Kept, f.Anew }).ToArray());
    }

    private static (int Trainers, double Kept, double Anew) Measure(int width, int many)
    {
        var (random, pending) = (new Random(many), new PendingSums(0));
        var sums = Array.ConvertAll(new PrototypeSums[many], _ => Draw(random, width));
        var names = Array.ConvertAll([.. Enumerable.Range(0, many)], i => $"run/silo-{i}/cpu");
        var (committed, step, anewMerges) = (Draw(random, width), 0, Math.Max(10, 4 * Merges / many));
        for (var i = 0; i < many; i++)
        {
            Take(i);
        }

        Interleaved.WarmUp(Kept, Anew);
        var milliseconds = Interleaved.ProcessorTime(Rounds, Kept, Anew);
        return (many, 1000 * Interleaved.Median(milliseconds[0]) / Merges, 1000 * Interleaved.Median(milliseconds[1]) / anewMerges);

        void Take(int trainer) => pending.Take(new SumsMessage(names[trainer], 1, 0, 0, ++step, null), sums[trainer]);

        void Kept()
        {
            for (var i = 0; i < Merges; i++)
            {
                Take(i % many);
                GC.KeepAlive(pending.AddTo(committed, except: names[i % many]));
            }
        }

        void Anew()
        {
            for (var i = 0; i < anewMerges; i++)
            {
                GC.KeepAlive(sums.Where((_, trainer) => trainer != i % many).Aggregate(committed, (sum, next) => sum.Merge(next, 0)));
            }
        }
    }

    private static PrototypeSums Draw(Random random, int width) => new(Numbers(random, width), Numbers(random, width), Numbers(random, width), 1, 0);

    private static double[] Numbers(Random random, int width) => Array.ConvertAll(new double[width], _ => 1 + random.NextDouble());
}
