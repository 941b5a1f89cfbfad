using Microsoft.Extensions.Time.Testing;
using Prcl.Client.Connection;
using Prcl.Contracts;
using Xunit;

namespace Prcl.Unit.Client.Connection;

public sealed class CallRetriesTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_call_is_made_again()
    {
        var calls = 0;
        var answer = new CallRetries(_clock).Call(
            () => ++calls < 3 ? Task.FromException<string>(new SiloUnavailableException("gone")) : Task.FromResult("answer"),
            Stop);
        await Advance(answer, TimeSpan.FromSeconds(1));

        Assert.Equal("answer", await answer);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_request_that_breaks_a_rule_is_not_made_again()
    {
        var calls = 0;

        await Assert.ThrowsAsync<PrclRequestException>(() => new CallRetries(_clock).Call<int>(
            () =>
            {
                calls++;
                throw new PrclRequestException("rule");
            },
            Stop));

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task After_a_few_times_the_error_comes_out()
    {
        var calls = 0;
        var answer = new CallRetries(_clock).Call<int>(
            () =>
            {
                calls++;
                throw new SiloUnavailableException("gone");
            },
            Stop);
        await Advance(answer, TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => answer);
        Assert.Equal(5, calls);
    }

    [Fact]
    public async Task Calls_that_take_long_to_fail_are_tried_fewer_times()
    {
        var calls = 0;
        var answer = new CallRetries(_clock).Call<int>(
            () =>
            {
                calls++;
                _clock.Advance(TimeSpan.FromSeconds(30));
                throw new TimeoutException();
            },
            Stop);
        await Advance(answer, TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => answer);
        Assert.Equal(2, calls);
    }

    // Moves the clock until the work ends; the work's continuations run between two moves.
    private async Task Advance(Task work, TimeSpan step)
    {
        while (!work.IsCompleted)
        {
            _clock.Advance(step);
            await Task.Yield();
        }
    }
}
