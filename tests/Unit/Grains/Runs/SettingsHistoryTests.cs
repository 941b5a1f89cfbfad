using System.Globalization;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

public sealed class SettingsHistoryTests
{
    private static readonly RunRecord Created = new(new RunDescription("run", Street.Classes.ToJson(), TestRun.Settings(("total-steps", "1000")), DateTime.UnixEpoch, 0));

    [Fact]
    public async Task No_crash_and_no_lost_answer_loses_a_change_or_makes_it_twice()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var (random, disk) = (new Random(seed), new MemoryBlobStore());
            var store = new FaultyBlobStore(disk)
            {
                Plan = (_, _) => random.Next(4) == 0 ? (Fault)random.Next(1, 5) : Fault.None,
            };
            for (var change = 1; change <= 6; change++)
            {
                // Each try is another activation's, which remembers nothing.
                while (!await Try(store, change))
                {
                    await store.Land();
                }

                await store.Land();
            }

            await store.Land();
            var history = new SettingsHistory(disk, TimeProvider.System);
            var blobs = await disk.List("", TestContext.Current.CancellationToken).Select(b => b.Name).ToArrayAsync(TestContext.Current.CancellationToken);
            var changes = await Task.WhenAll(blobs.Select(history.Read));
            Assert.Equal(Enumerable.Range(1, 6).Select(n => (n, $"{1000 + n}")), changes.Select(c => (c.Revision, c.Changes.Single().Value)));
            Assert.Equal(("1006", 6), ((await history.Current(Created)).Description.Settings["total-steps"], (await history.Current(Created)).Description.Revision));
        }

        static async Task<bool> Try(FaultyBlobStore store, int change)
        {
            try
            {
                var steps = (1000 + change).ToString(CultureInfo.InvariantCulture);
                var after = await new SettingsHistory(store, TimeProvider.System).Change(Created, new Dictionary<string, string> { ["total-steps"] = steps }, change - 1);
                Assert.Equal((change, steps), (after.Description.Revision, after.Description.Settings["total-steps"]));
                return true;
            }
            catch (BlobStorageException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Of_two_who_change_at_a_time_the_second_is_told()
    {
        var history = new SettingsHistory(new MemoryBlobStore(), TimeProvider.System);
        await history.Change(Created, new Dictionary<string, string> { ["total-steps"] = "5" }, 0);

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => history.Change(Created, new Dictionary<string, string> { ["total-steps"] = "6" }, 0));

        Assert.Equal(RequestErrorCode.Overtaken, refusal.Code);
        Assert.Contains("at revision 1, not 0", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("5", (await history.Current(Created)).Description.Settings["total-steps"]);
    }

    [Fact]
    public async Task What_changes_nothing_is_no_change()
    {
        var history = new SettingsHistory(new MemoryBlobStore(), TimeProvider.System);

        Assert.Equal(0, (await history.Change(Created, new Dictionary<string, string> { ["total-steps"] = "1000" }, 0)).Description.Revision);
    }
}
