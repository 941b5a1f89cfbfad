using Prcl.Grains.Backups;
using Prcl.Grains.Images;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Backups;

/// <summary>A backup beside training: whenever it asks the storage for anything, rounds are committed, folded and retired first.</summary>
public sealed class BackupInterleavingTests
{
    private const int Before = 6, Burst = 4;
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rounds_in_between_any_two_looks_of_a_backup_leave_it_right()
    {
        var calls = int.MaxValue;
        for (var at = 1; at <= calls; at++)
        {
            calls = await BackUpAndRestore(call => call == at ? Burst : 0);
        }

        Assert.InRange(calls, 20, 1000);
    }

    [Fact]
    public async Task Rounds_in_between_all_looks_of_a_backup_leave_it_right() => await BackUpAndRestore(_ => 1);

    [Fact]
    public async Task A_retirement_that_had_begun_before_the_backup_leaves_it_right_whenever_it_goes_on()
    {
        var calls = int.MaxValue;
        for (var at = 1; at <= calls; at++)
        {
            calls = await BackUpAndRestore(call => call == at ? Burst : 0, retiresAt: at);
        }
    }

    [Fact]
    public async Task Where_nothing_heeds_the_pin_a_backup_is_refused_and_never_wrong()
    {
        var (refused, calls) = (0, int.MaxValue);
        for (var at = 1; at <= calls; at++)
        {
            try
            {
                calls = await BackUpAndRestore(call => call == at ? Burst : 0, heedsPins: false);
            }
            catch (BackupException)
            {
                refused++;
            }

            if (at > 1000)
            {
                Assert.Fail("no backup succeeds");
            }
        }

        Assert.NotEqual(0, refused);
    }

    // Answers how often the backup called the storage.
    private static async Task<int> BackUpAndRestore(Func<int, int> rounds, int retiresAt = 0, bool heedsPins = true)
    {
        var disk = new MemoryBlobStore();
        var (retires, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var own = new FaultyBlobStore(disk)
        {
            Hold = async (operation, name) =>
            {
                if (operation == "Delete" && retiresAt > 0 && name.StartsWith("runs/", StringComparison.Ordinal))
                {
                    retires.TrySetResult();
                    await goOn.Task;
                }
            },
        };
        await TrainingRun.Create(disk);
        var training = await TrainingRun.Open(own, heedsPins ? new BackupPins(disk, TimeProvider.System).AreHeld : null);
        await training.Train(Before);
        var (acknowledged, began) = (training.Stream.Counts.Stored, training.Protocol.Rounds.Round);
        Assert.Equal(retiresAt > 0, retires.Task.IsCompleted);

        var (calls, turn) = (0, new SemaphoreSlim(1));
        var seen = new FaultyBlobStore(disk)
        {
            Hold = async (_, _) =>
            {
                await turn.WaitAsync(Stop);
                try
                {
                    calls++;
                    if (calls == retiresAt)
                    {
                        goOn.SetResult();
                    }

                    await training.Train(rounds(calls));
                }
                finally
                {
                    turn.Release();
                }
            },
        };
        using var folder = new TemporaryFolder();
        using var backups = BackupFolder.Hold(folder.Path);
        var made = await new Backup(seen, TimeProvider.System).Make(backups, Stop);
        goOn.TrySetResult();

        var elsewhere = new MemoryBlobStore();
        await new Restoration(made.Folder, elsewhere).Restore(Stop);
        var run = Assert.Single(made.Manifest.Runs);
        Assert.InRange(run.Round, began, training.Protocol.Rounds.Round);
        Assert.InRange(run.Images, acknowledged, training.Stream.Counts.Stored);
        Assert.Empty(made.Manifest.Absent);
        Assert.Empty(await disk.List("pins/", Stop).ToArrayAsync(Stop));
        await Holds(elsewhere, run, acknowledged);
        return calls;
    }

    private static async Task Holds(MemoryBlobStore restored, BackupRun backedUp, long acknowledged)
    {
        var run = await TrainingRun.Open(restored);

        Assert.Equal(backedUp.Round, run.Protocol.Rounds.Round);
        Assert.Equal((backedUp.Round, backedUp.Images), (run.Stream.Counts.Trained, run.Stream.Counts.Stored));
        var (precision, count) = TrainingRun.Expected(backedUp.Round);
        Assert.Equal(count, run.Committed!.Count, 1e-9);
        Assert.All(run.Committed.Precision, p => Assert.Equal(precision, p, 1e-9));
        for (var image = 0; image < acknowledged; image++)
        {
            await new ImageBlobs(restored).Load(ContentHash.Of(TrainingRun.Image(image)), Stop);
        }

        await run.Train(2);
        Assert.Equal(TrainingRun.Expected(backedUp.Round + 2).Count, run.Committed.Count, 1e-9);
    }
}
