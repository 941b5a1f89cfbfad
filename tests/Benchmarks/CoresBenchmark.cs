using Prcl.Benchmarks.Scaling;

namespace Prcl.Benchmarks;

/// <summary>What a second core is worth to a step of the CPU profile: to one process with two threads, and to two processes with one thread each; in turns.</summary>
internal static class CoresBenchmark
{
    /// <summary>The least share of two processes' worth that two threads should have, or 1.6 in all.</summary>
    public const double Goal = 0.95;

    /// <summary>Compares.</summary>
    /// <param name="turns">Turns of one thread, two threads and two processes.</param>
    /// <param name="seconds">Of each.</param>
    public static async Task<CoresFigures> Run(int turns, double seconds)
    {
        await using var first = await BareLoopProcess.Started();
        await using var second = await BareLoopProcess.Started();
        var rates = new List<(double Alone, double Threads, double Processes)>();
        for (var turn = 0; turn < turns; turn++)
        {
            var alone = await first.StepsPerSecond(seconds, threads: 1);
            var threads = await first.StepsPerSecond(seconds, threads: 2);
            var processes = await Task.WhenAll(first.StepsPerSecond(seconds, threads: 1), second.StepsPerSecond(seconds, threads: 1));
            rates.Add((alone, threads, processes.Sum()));
        }

        var figures = new CoresFigures(
            Interleaved.Median(rates.Select(r => r.Threads / r.Alone)),
            Interleaved.Median(rates.Select(r => r.Processes / r.Alone)),
            Interleaved.Median(rates.Select(r => r.Threads / r.Processes)));
        Console.WriteLine(
            $"cpu profile: two threads {figures.TwoThreadsOverOne:F2} × one, two processes of one thread {figures.TwoProcessesOverOne:F2} ×; "
            + $"two threads over two processes {figures.TwoThreadsOverTwoProcesses:F2} (goal {Goal}, or 1.6 over one)");
        return figures;
    }

    /// <summary>Ratios of steps a second, medians over the turns.</summary>
    /// <param name="TwoThreadsOverOne">One process, two threads over one.</param>
    /// <param name="TwoProcessesOverOne">Two processes of one thread each, together, over one.</param>
    /// <param name="TwoThreadsOverTwoProcesses">The first over the second, turn by turn.</param>
    internal sealed record CoresFigures(double TwoThreadsOverOne, double TwoProcessesOverOne, double TwoThreadsOverTwoProcesses);
}
