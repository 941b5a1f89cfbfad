using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

public sealed class LogWitnessTests
{
    private static readonly string Witness = LogWitness.BlobOf(LogBook.Name);
    private readonly MemoryBlobStore _memory = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_log_that_has_lost_confirmed_records_is_refused_at_every_length_and_nothing_is_cut()
    {
        var ends = new List<int>();
        var book = await Open();
        for (var i = 0; i < 5; i++)
        {
            await book.Append($"record {i}");
            ends.Add(_memory[LogBook.FirstSegment].Length);
        }

        await book.Log.Settle();
        var bytes = _memory[LogBook.FirstSegment];
        for (var length = 0; length < bytes.Length; length++)
        {
            _memory.Put(LogBook.FirstSegment, bytes.AsSpan(0, length));

            var damage = await Assert.ThrowsAsync<LogCorruptedException>(() => Open());

            Assert.Contains($"ends after {ends.Count(end => end <= length)} records, but 5 had been confirmed", damage.Message, StringComparison.Ordinal);
            Assert.Equal(length, _memory[LogBook.FirstSegment].Length);
        }

        _memory.Put(LogBook.FirstSegment, bytes);
        Assert.Equal(5, (await Open()).Seen.Count);
    }

    [Fact]
    public async Task A_log_that_is_gone_altogether_is_refused()
    {
        var book = await Open();
        await book.Append("a", "b");
        await _memory.Delete(LogBook.FirstSegment, cancellation: TestContext.Current.CancellationToken);

        var damage = await Assert.ThrowsAsync<LogCorruptedException>(() => Open());

        Assert.Equal(LogBook.FirstSegment, damage.Segment);
    }

    [Fact]
    public async Task It_is_written_at_most_once_a_second_and_when_the_log_is_settled()
    {
        var book = await Open();
        await book.Append("a");
        await book.Append("b");
        Assert.Equal(1, await Stored());

        _time.Advance(TimeSpan.FromSeconds(1));
        await book.Append("c");
        await book.Append("d");
        Assert.Equal(3, await Stored());

        await book.Log.Settle();
        Assert.Equal(4, await Stored());
    }

    [Fact]
    public async Task A_log_without_one_or_longer_than_it_opens()
    {
        var book = await Open();
        await book.Append("a");
        await book.Append("b");
        Assert.Equal(["a", "b"], (await Open()).Seen);

        await _memory.Delete(Witness, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], (await Open()).Seen);
    }

    [Fact]
    public async Task A_storage_that_fails_to_keep_it_fails_no_append()
    {
        var faulty = new FaultyBlobStore(_memory) { Plan = (operation, name) => operation == "Write" && name == Witness ? Fault.Fails : Fault.None };
        var book = await LogBook.Open(faulty);

        await book.Append("a");
        await book.Log.Settle();

        Assert.Equal(["a"], await LogBook.Read(_memory));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData("""{"format":"prcl.log-witness","version":2,"records":1}""")]
    public async Task One_that_can_not_be_read_is_named(string text)
    {
        _memory.Put(Witness, System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Contains(Witness, (await Assert.ThrowsAsync<InvalidDataException>(() => Open())).Message, StringComparison.Ordinal);
    }

    private async Task<long> Stored() => await new LogWitness(_memory, LogBook.Name, _time).Read(TestContext.Current.CancellationToken);

    private Task<LogBook> Open() => LogBook.Open(_memory, new AppendLogOptions { Time = _time });
}
