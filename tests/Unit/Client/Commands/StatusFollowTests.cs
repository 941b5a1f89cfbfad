using Microsoft.Extensions.Time.Testing;
using Prcl.Client.Commands;
using Prcl.Client.Connection;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class StatusFollowTests
{
    [Fact]
    public async Task Following_says_that_the_silo_is_gone_connects_again_and_goes_on_until_interrupted()
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var clock = new FakeTimeProvider();
        var prcl = new CommandLineRun { Clock = clock }.WithRuns(CommandLineRun.Description("street"));
        prcl.Connecting = () =>
        {
            if (prcl.Connected.Count == 2)
            {
                throw NoSiloException.At(prcl.Connected[^1]);
            }
        };
        var asked = 0;
        prcl.Grains.On<IRunGrain>("Status", (_, _) =>
        {
            switch (++asked)
            {
                case 2:
                    return Task.FromException<RunStatus>(new SiloUnavailableException("gone"));
                case 4:
                    interrupt.Cancel();
                    break;
            }

            return Task.FromResult(JsonShapeTests.Status);
        });

        var work = prcl.Run(interrupt.Token, "status", "--follow");
        while (!work.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(ExitCode.Interrupted, await work);
        Assert.Equal(3, prcl.Connected.Count);
        Assert.Equal(
            ["the silo at 127.0.0.1:30000 doesn't answer; connecting again", "no silo answers at 127.0.0.1:30000 (start one with \"prcl-silo serve\"); trying again", "connected to 127.0.0.1:30000 again"],
            prcl.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("street: WaitingForTrainers (none joined), round 3", prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_bytes_a_step_beside_those_of_all_reduce()
    {
        var prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
        prcl.Grains.On<IRunGrain>("Status", (_, _) => Task.FromResult(JsonShapeTests.Status));

        Assert.Equal(ExitCode.Done, await prcl.Run(TestContext.Current.CancellationToken, "status"));

        Assert.Contains("network: 120,000 bytes a step; all-reduce of gradients: 3,400,000", prcl.Out, StringComparison.Ordinal);
    }
}
