using Microsoft.Extensions.Time.Testing;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

public sealed class RunPatrolTests
{
    [Fact]
    public async Task A_run_whose_grain_is_still_opening_is_visited_again_without_a_word() =>
        Assert.Empty(await TroubleOf(new PrclRequestException("There is no run.") { Code = RequestErrorCode.NoSuchRun }));

    [Fact]
    public async Task Other_trouble_of_a_run_is_told_and_it_is_visited_again() =>
        Assert.Contains("no answer", Assert.Single(await TroubleOf(new TimeoutException("no answer"))), StringComparison.Ordinal);

    private static async Task<string[]> TroubleOf(Exception first)
    {
        var (runs, clock, lines) = (new RunStore(new MemoryBlobStore()), new FakeTimeProvider(), new RecordedLog());
        await runs.Create(new RunRecord(new RunDescription("run", Street.Classes.ToJson(), TestRun.Settings(), DateTime.UnixEpoch, 0)));
        using var stop = new CancellationTokenSource();
        TaskCompletionSource failed = new(), again = new();
        var walk = new RunPatrol(runs, clock, lines).Walk(TimeSpan.FromSeconds(1), Visit, stop.Token);

        await failed.Task.WaitAsync(TestContext.Current.CancellationToken);
        while (!again.Task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => walk);
        return lines.Lines;

        Task Visit(string run)
        {
            if (failed.TrySetResult())
            {
                throw first;
            }

            again.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
