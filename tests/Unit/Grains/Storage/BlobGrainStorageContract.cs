using System.Diagnostics.CodeAnalysis;
using System.Text;
using Orleans.Storage;
using Prcl.Grains.Blobs;
using Prcl.Grains.Storage;
using Xunit;

namespace Prcl.Unit.Grains.Storage;

/// <summary>What grain storage does on every store; a class for each derives from it.</summary>
public abstract class BlobGrainStorageContract
{
    private static readonly GrainId Grain = GrainId.Create("run", "run/3");

    protected abstract IBlobStore Store { get; }

    private BlobGrainStorage Storage => new(Store);

    private static string Name => StateName.Of("state", Grain);

    [Fact]
    public async Task A_grain_begins_with_a_new_state()
    {
        var state = await Read();

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal(0, state.State.Round);
    }

    [Fact]
    public async Task What_is_written_is_read_bit_for_bit()
    {
        var state = await Read();
        state.State.Round = 7;
        state.State.Sums = [0.1, double.MaxValue, double.NaN, -0.0, 1.0 / 3];
        await Write(state);

        var read = await Read();

        Assert.True(read.RecordExists);
        Assert.Equal(state.ETag, read.ETag);
        Assert.Equal(7, read.State.Round);
        Assert.Equal(state.State.Sums.Select(BitConverter.DoubleToInt64Bits), read.State.Sums.Select(BitConverter.DoubleToInt64Bits));
        var json = Encoding.UTF8.GetString((await Store.Read(Name, TestContext.Current.CancellationToken))!.Bytes);
        Assert.StartsWith("""{"format":"prcl.state","version":1,"state":{""", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_activations_the_second_to_write_is_refused()
    {
        var first = await Read();
        var second = await Read();
        await Write(first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(second));

        second = await Read();
        await Write(second);
        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => Write(first));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Clear(first));

        Assert.Equal(first.ETag, refusal.CurrentEtag);
        Assert.Contains(second.ETag!, refusal.StoredEtag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_activation_writes_again_and_again()
    {
        var state = await Read();
        for (var round = 1; round <= 3; round++)
        {
            state.State.Round = round;
            await Write(state);
        }

        Assert.Equal(3, (await Read()).State.Round);
    }

    [Fact]
    public async Task A_cleared_state_is_gone_and_may_begin_anew()
    {
        var state = await Read();
        await Clear(state);
        state.State.Round = 7;
        await Write(state);

        await Clear(state);

        Assert.False(state.RecordExists);
        Assert.Equal(0, state.State.Round);
        Assert.False((await Read()).RecordExists);
        await Write(state);
    }

    [Fact]
    public async Task A_clear_that_never_read_the_state_is_refused()
    {
        await Write(await Read());

        await Assert.ThrowsAsync<InconsistentStateException>(() => Clear(new CounterState(new Counter())));
    }

    [Theory]
    [InlineData("""{"format":"prcl.state","version":2,"state":{}}""", "version 2")]
    [InlineData("""{"format":"other","version":1,"state":{}}""", "'other'")]
    [InlineData("""{"version":1,"state":{}}""", "not grain state")]
    [InlineData("""{"format":"prcl.state","version":1}""", "not grain state")]
    [InlineData("""{"format":"prcl.state","version":"1","state":{}}""", "not grain state")]
    [InlineData("not json", "not grain state")]
    [InlineData("[]", "not grain state")]
    public async Task Another_format_is_refused_by_name(string json, string reason)
    {
        await Store.Write(Name, Encoding.UTF8.GetBytes(json), BlobCondition.Any, TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(Read);

        Assert.Contains(Name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_that_came_or_went_do_not_hinder()
    {
        var json = """{"format":"prcl.state","version":1,"state":{"gone":5,"round":3}}""";
        await Store.Write(Name, Encoding.UTF8.GetBytes(json), BlobCondition.Any, TestContext.Current.CancellationToken);

        var state = await Read();

        Assert.Equal(3, state.State.Round);
        Assert.Empty(state.State.Sums);
    }

    private async Task<CounterState> Read()
    {
        var state = new CounterState(new Counter());
        await Storage.ReadStateAsync("state", Grain, state);
        return state;
    }

    private Task Write(CounterState state) => Storage.WriteStateAsync("state", Grain, state);

    private Task Clear(CounterState state) => Storage.ClearStateAsync("state", Grain, state);

    public sealed class Counter
    {
        public int Round { get; set; }

        public double[] Sums { get; set; } = [];
    }

    private sealed class CounterState(Counter state) : IGrainState<Counter>
    {
        [AllowNull]
        public Counter State { get; set; } = state;

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
