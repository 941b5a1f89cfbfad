using Microsoft.Extensions.Time.Testing;
using Prcl.Silo.Security.Gate;
using Xunit;

namespace Prcl.Unit.Silo.Security.Gate;

public sealed class RequestBytesTests
{
    private const long Large = 1 << 20;
    private readonly FakeTimeProvider _clock = new();
    private readonly object _one = new();
    private readonly object _other = new();
    private readonly RequestBytes _requests;

    public RequestBytesTests() => _requests = new RequestBytes(2 * Large, _clock);

    [Fact]
    public async Task A_request_waits_for_its_place_until_another_is_answered()
    {
        Assert.True(await _requests.Enter(_one, 1, Large));
        Assert.True(await _requests.Enter(_other, 1, Large));
        var third = _requests.Enter(_one, 2, Large);
        Assert.False(third.IsCompleted);

        _requests.Leave(_one, 99);
        Assert.False(third.IsCompleted);
        _requests.Leave(_other, 1);

        Assert.True(await third);
        Assert.Equal(2 * Large, _requests.Held);
    }

    [Fact]
    public async Task One_that_waits_too_long_is_refused_and_a_small_one_never_waits()
    {
        await _requests.Enter(_one, 1, 2 * Large);
        var late = _requests.Enter(_one, 2, Large);
        Assert.True(await _requests.Enter(_one, 3, RequestBytes.Small - 1));

        _clock.Advance(RequestBytes.Patience);

        Assert.False(await late);
        Assert.Equal(2 * Large, _requests.Held);
    }

    [Fact]
    public async Task What_a_connection_held_is_free_when_it_ends()
    {
        await _requests.Enter(_one, 1, Large);
        await _requests.Enter(_one, 2, Large);
        var waiting = _requests.Enter(_other, 1, 2 * Large);

        _requests.LeaveAll(_one);

        Assert.True(await waiting);
        Assert.Equal(2 * Large, _requests.Held);
    }

    [Fact]
    public async Task One_that_is_never_answered_is_forgotten_after_a_while()
    {
        await _requests.Enter(_one, 1, 2 * Large);
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.True(await _requests.Enter(_other, 1, 2 * Large));
    }
}
