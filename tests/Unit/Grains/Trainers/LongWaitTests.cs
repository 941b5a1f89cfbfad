using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Blobs;
using Prcl.Grains.Trainers;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

public sealed class LongWaitTests
{
    private static readonly BlobStorageException Full = new("b", "Write", "the disk is full", isRetryable: true, isDiskFull: true);
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _logged = [];
    private readonly LongWait _wait;
    private string? _shown;

    public LongWaitTests() => _wait = new LongWait(reason => _shown = reason, _logged.Add, _time);

    [Fact]
    public void Two_failures_are_nobodys_business_and_a_third_is_told_until_it_is_over()
    {
        using (var attempt = _wait.Begin())
        {
            attempt.Failed(Full);
            attempt.Failed(Full);
            Assert.Equal((null, 0), (_shown, _logged.Count));

            attempt.Failed(Full);
            Assert.Equal("tried 3 times: Write of blob 'b' failed: the disk is full", _shown);
            Assert.Equal([_shown!], _logged);
        }

        Assert.Null(_shown);
    }

    [Fact]
    public void However_much_waits_the_log_gets_a_line_a_minute()
    {
        using var one = _wait.Begin();
        using var other = _wait.Begin();
        for (var second = 0; second < 300; second++)
        {
            one.Failed(Full);
            other.Failed(Full);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(5, _logged.Count);
    }

    [Fact]
    public void When_the_first_of_two_is_over_the_other_is_shown()
    {
        var (first, second) = (_wait.Begin(), _wait.Begin());
        for (var i = 0; i < 4; i++)
        {
            first.Failed(Full);
        }

        for (var i = 0; i < 5; i++)
        {
            second.Failed(Full);
        }

        Assert.StartsWith("tried 4 times", _shown, StringComparison.Ordinal);
        first.Dispose();
        Assert.StartsWith("tried 5 times", _shown, StringComparison.Ordinal);
        second.Dispose();
        Assert.Null(_shown);
    }
}
