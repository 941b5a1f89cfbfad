using Prcl.Grains.Streams;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

[Collection(ClusterTests.Name)]
public sealed class PartitionTests(GrainCluster cluster)
{
    [Fact]
    public async Task Images_spread_over_partitions_in_order_and_the_run_adds_them_up()
    {
        var run = await cluster.Define(("partitions", "3"));
        var images = Enumerable.Range(0, 12).Select(Street.Unlabelled).ToArray();

        await run.Store(images);
        await run.Store(Street.Labelled(20));

        var logged = new List<string>();
        for (var partition = 0; partition < 3; partition++)
        {
            var part = await run.Stream(partition).List(0, 99, false);
            Assert.All(part, i => Assert.Equal(partition, Partitioning.Of(i.Sha256, 3)));
            Assert.Equal(part.Select(i => FrameOf(i.Name)).Order(), part.Select(i => FrameOf(i.Name)));
            Assert.Equal(part.Length, (await run.Stream(partition).Counts()).Stored);
            logged.AddRange(part.Select(i => i.Name));
        }

        Assert.Equal(13, logged.Distinct().Count());
        var counts = (await run.Grain.Status()).Images;
        Assert.Equal((13, 1, 12), (counts.Stored, counts.Labelled, counts.Backlog));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1024)]
    public void Every_hash_has_a_partition_and_odd_text_the_first(int partitions)
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.InRange(Partitioning.Of(TestRun.Hash($"{i}"), partitions), 0, partitions - 1);
        }

        Assert.Equal(0, Partitioning.Of("", partitions));
        Assert.Equal(0, Partitioning.Of("not hexadecimal", partitions));
    }

    private static int FrameOf(string name) => int.Parse(name["frame-".Length..^".png".Length]);
}
