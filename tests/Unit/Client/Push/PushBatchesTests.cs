using Prcl.Client.Push;
using Xunit;

namespace Prcl.Unit.Client.Push;

public sealed class PushBatchesTests
{
    [Fact]
    public void Batches_keep_the_order_and_stay_within_the_limits()
    {
        long[] sizes = [4, 4, 3, 1, 1, 1, 1, 10, 25, 1];
        PushItem[] items = [.. sizes.Select((bytes, i) => new PushItem($"{i}", null, "d", bytes))];

        PushItem[][] batches = [.. PushBatches.Of(items, new PushLimits(BatchBytes: 10, BatchImages: 4))];

        Assert.Equal(items, batches.SelectMany(batch => batch));
        Assert.Equal([2, 4, 1, 1, 1, 1], batches.Select(batch => batch.Length));
    }

    [Fact]
    public void No_items_make_no_batch() => Assert.Empty(PushBatches.Of([], new PushLimits()));
}
