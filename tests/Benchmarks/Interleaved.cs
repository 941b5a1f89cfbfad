using System.Diagnostics;

namespace Prcl.Benchmarks;

/// <summary>
/// Alternatives timed in turns (A, B, A, B, …), because a busy machine changes its pace from minute to minute: neighbours in time are
/// compared, and what is reported is the median over the rounds.
/// </summary>
internal static class Interleaved
{
    /// <summary>Milliseconds of every alternative in every round, after one round that isn't counted.</summary>
    /// <param name="rounds">Rounds that count, at least 1.</param>
    /// <param name="alternatives">What is compared.</param>
    /// <returns>[alternative][round]</returns>
    public static Task<double[][]> Time(int rounds, params Func<Task>[] alternatives)
    {
        var start = Stopwatch.GetTimestamp();
        return Measure(rounds, () => Stopwatch.GetElapsedTime(start), alternatives);
    }

    /// <inheritdoc cref="Time(int, Func{Task}[])"/>
    public static double[][] Time(int rounds, params Action[] alternatives) =>
        Time(rounds, Array.ConvertAll<Action, Func<Task>>(alternatives, Completed)).GetAwaiter().GetResult();

    /// <summary>The same in milliseconds of processor time of all of the process's threads, which depends less on who else uses the machine.</summary>
    public static Task<double[][]> ProcessorTime(int rounds, params Func<Task>[] alternatives) =>
        Measure(rounds, () => Environment.CpuUsage.TotalTime, alternatives);

    /// <inheritdoc cref="ProcessorTime(int, Func{Task}[])"/>
    public static double[][] ProcessorTime(int rounds, params Action[] alternatives) =>
        ProcessorTime(rounds, Array.ConvertAll<Action, Func<Task>>(alternatives, Completed)).GetAwaiter().GetResult();

    /// <summary>The middle value; the mean of the two middle ones when their number is even.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The least value that at least a share of all values doesn't exceed (nearest rank).</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">Above 0, at most 1.</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }

    /// <summary>Median over the rounds of one alternative's time over another's in the same round.</summary>
    public static double MedianRatio(double[] milliseconds, double[] over) => Median(milliseconds.Zip(over, (a, b) => a / b));

    private static async Task<double[][]> Measure(int rounds, Func<TimeSpan> clock, Func<Task>[] alternatives)
    {
        var milliseconds = alternatives.Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < alternatives.Length; i++)
            {
                var start = clock();
                await alternatives[i]();
                if (round >= 0)
                {
                    milliseconds[i][round] = (clock() - start).TotalMilliseconds;
                }
            }
        }

        return milliseconds;
    }

    private static Func<Task> Completed(Action work) => () =>
    {
        work();
        return Task.CompletedTask;
    };
}
