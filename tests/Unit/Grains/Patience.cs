using System.Diagnostics;
using Xunit;

namespace Prcl.Unit.Grains;

/// <summary>Waits for what actors do in the background.</summary>
internal static class Patience
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again until the value is right.</summary>
    /// <exception cref="TimeoutException">It never was; says what was seen last.</exception>
    public static async Task<T> Until<T>(Func<Task<T>> look, Predicate<T> isRight, double seconds = 60)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isRight(seen))
            {
                return seen;
            }

            if (Stopwatch.GetElapsedTime(start).TotalSeconds > seconds)
            {
                throw new TimeoutException($"Not within {seconds} s; the last was {seen}.");
            }

            await Task.Delay(Look, TestContext.Current.CancellationToken);
        }
    }
}
