using Xunit;

namespace Prcl.EndToEnd.Processes;

/// <summary>Waits for what will be seen, no longer than it takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is accepted; fails with the last answer at the deadline.</summary>
    public static async Task<T> See<T>(string what, TimeSpan deadline, Func<Task<T>> ask, Func<T, bool> accept)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (accept(answer))
            {
                return answer;
            }

            if (TimeProvider.System.GetElapsedTime(start) > deadline)
            {
                Assert.Fail($"{what}: not within {deadline.TotalSeconds:F0} s; last seen: {answer}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Looks again and again until it holds; fails at the deadline.</summary>
    public static Task Holds(string what, TimeSpan deadline, Func<bool> condition) =>
        See(what, deadline, () => Task.FromResult(condition()), holds => holds);
}
