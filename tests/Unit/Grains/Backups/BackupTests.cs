using System.Globalization;
using System.Text;
using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Infra;
using Xunit;

namespace Prcl.Unit.Grains.Backups;

public sealed class BackupTests : IDisposable
{
    private readonly MemoryBlobStore _disk = new();
    private readonly TemporaryFolder _folder = new();
    private TrainingRun _run = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_backup_into_the_same_folder_takes_only_what_is_new_and_both_can_be_restored()
    {
        await Begin(5);
        var first = await Make();
        await _run.Train(1);

        var second = await Make();

        Assert.NotEqual(first.Folder, second.Folder);
        Assert.Equal(first.Manifest.Blobs.Sum(b => b.Length), first.NewBytes);
        var image = ImageBlobs.NameOf(ContentHash.Of(TrainingRun.Image(0)));
        Assert.Equal(2, await Links(second.Folder, image));
        Assert.Equal(2, await Links(second.Folder, RunStore.BlobOf(TrainingRun.Name)));
        Assert.Equal(1, await Links(second.Folder, ImageBlobs.NameOf(ContentHash.Of(TrainingRun.Image(5)))));
        Assert.Equal(5, await RestoredRound(first.Folder));
        Assert.Equal(6, await RestoredRound(second.Folder));
    }

    [Fact]
    public async Task Removing_a_backup_leaves_the_others_whole()
    {
        await Begin(3);
        var first = await Make();
        var second = await Make();

        Directory.Delete(first.Folder, recursive: true);

        Assert.Equal(3, await RestoredRound(second.Folder));
    }

    [Fact]
    public async Task Other_content_under_a_name_that_the_backup_before_has_too_is_taken_anew()
    {
        await Begin(3);
        var weights = (await new RoundHistory(_disk).Find(TrainingRun.Name, 2))!.Reports[0].WeightsBlob;
        await Make();
        var other = Encoding.UTF8.GetBytes("weights X");
        Assert.Equal(_disk[weights].Length, other.Length);
        await _disk.Write(weights, other, BlobCondition.Any, Stop);

        var second = await Make();

        Assert.Equal(ContentHash.Of(other), second.Manifest.Blobs.Single(b => b.Name == weights).Sha256);
    }

    [Fact]
    public async Task Files_on_one_disk_are_linked_except_those_that_change_in_place()
    {
        using var data = new TemporaryFolder();
        using var files = new FileBlobStore(data.Path);
        await Begin(3, files);

        var made = await Make(files);

        Assert.Equal(2, await Links(made.Folder, ImageBlobs.NameOf(ContentHash.Of(TrainingRun.Image(0)))));
        var log = made.Manifest.Blobs.Single(b => b.IsAppended).Name;
        Assert.Equal(1, await Links(made.Folder, log));
        await _run.Train(5);
        Assert.Equal(3, await RestoredRound(made.Folder));
    }

    [Fact]
    public async Task A_torn_tail_of_a_log_is_left_out()
    {
        await Begin(2);
        var log = await Log();
        var whole = _disk[log];
        _disk.Put(log, [.. whole, .. whole[..30]]);

        var made = await Make();

        Assert.Equal(whole.Length, made.Manifest.Blobs.Single(b => b.Name == log).Length);
    }

    [Fact]
    public async Task A_damaged_or_missing_image_is_named_and_the_rest_is_backed_up()
    {
        await Begin(4);
        var (damaged, missing) = (ImageBlobs.NameOf(ContentHash.Of(TrainingRun.Image(1))), ImageBlobs.NameOf(ContentHash.Of(TrainingRun.Image(2))));
        await _disk.Write(damaged, "imagE 1"u8.ToArray(), BlobCondition.Any, Stop);
        await _disk.Delete(missing, cancellation: Stop);

        var made = await Make();

        Assert.Equal(2, made.Manifest.Absent.Count);
        Assert.Contains(made.Manifest.Absent, a => a.StartsWith($"{damaged} is damaged", StringComparison.Ordinal));
        Assert.Contains($"{missing} is missing", made.Manifest.Absent);
        Assert.DoesNotContain(made.Manifest.Blobs, b => b.Name == damaged || b.Name == missing);
        Assert.Equal(4, await RestoredRound(made.Folder));
    }

    [Theory]
    [InlineData("runs/run/rounds/000000000003.json", "the manifest of round 3 is missing")]
    [InlineData("runs/run/models/initial.safetensors", "'runs/run/models/initial.safetensors' isn't there")]
    public async Task A_run_of_which_something_lacks_is_named_and_nothing_of_it_is_taken(string removed, string fault)
    {
        await Begin(4);
        await OtherRun();
        await _disk.Delete(removed, cancellation: Stop);

        var made = await Make();

        Assert.Contains(fault, made.Manifest.Runs.Single(r => r.Name == TrainingRun.Name).Fault, StringComparison.Ordinal);
        Assert.Null(made.Manifest.Runs.Single(r => r.Name == "other").Fault);
        Assert.DoesNotContain(made.Manifest.Blobs, b => b.Name.StartsWith("runs/run/", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(made.Folder, "*", SearchOption.AllDirectories), f => f.Contains("/runs/run/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_whose_segment_is_gone_is_named_and_not_cut_short_in_silence()
    {
        await Begin(2);
        await OtherRun();
        var log = await Log();
        _disk.Put(log.Replace("00000000.log", "00000002.log", StringComparison.Ordinal), _disk[log]);

        var made = await Make();

        Assert.Contains("without being closed", made.Manifest.Runs.Single(r => r.Name == TrainingRun.Name).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_run_there_is_no_backup_and_nothing_is_left()
    {
        var error = await Assert.ThrowsAsync<BackupException>(() => Make());

        Assert.Contains("no run", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder.Path));
        Assert.Empty(await _disk.List("", Stop).ToArrayAsync(Stop));
    }

    [Fact]
    public async Task A_storage_that_fails_in_between_leaves_nothing()
    {
        await Begin(3);
        var failing = new FaultyBlobStore(_disk) { Plan = (operation, name) => name.StartsWith("images/", StringComparison.Ordinal) ? Fault.LosesReply : Fault.None };

        await Assert.ThrowsAsync<BlobStorageException>(() => Make(failing));

        Assert.Empty(Directory.GetDirectories(_folder.Path));
        Assert.Empty(await _disk.List("pins/", Stop).ToArrayAsync(Stop));
    }

    [Fact]
    public async Task A_backup_whose_pin_was_taken_for_dead_says_so_and_leaves_nothing()
    {
        await Begin(3);
        var removing = new FaultyBlobStore(_disk)
        {
            Hold = async (operation, name) =>
            {
                if (name.StartsWith("images/", StringComparison.Ordinal))
                {
                    await foreach (var pin in _disk.List("pins/", Stop))
                    {
                        await _disk.Delete(pin.Name, cancellation: Stop);
                    }
                }
            },
        };

        var error = await Assert.ThrowsAsync<BackupException>(() => Make(removing));

        Assert.Contains("took it for dead", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private async Task Begin(int rounds, IBlobStore? blobs = null)
    {
        blobs ??= _disk;
        await TrainingRun.Create(blobs);
        _run = await TrainingRun.Open(blobs, new BackupPins(blobs, TimeProvider.System).AreHeld);
        await _run.Train(rounds);
    }

    private async Task OtherRun()
    {
        await _disk.Write("runs/other/models/initial.safetensors", new byte[] { 1 }, BlobCondition.Any, Stop);
        await new RunStore(_disk).Create(new RunRecord(TrainingRun.Record.Description with { Name = "other" }));
    }

    private async Task<string> Log() => (await _disk.List("runs/run/stream/", Stop).FirstAsync(b => b.Name.EndsWith(".log", StringComparison.Ordinal), Stop)).Name;

    private async Task<BackupResult> Make(IBlobStore? blobs = null)
    {
        using var backups = BackupFolder.Hold(_folder.Path);
        return await new Backup(blobs ?? _disk, TimeProvider.System).Make(backups, Stop);
    }

    private static async Task<long> RestoredRound(string backup)
    {
        var restored = new MemoryBlobStore();
        await new Restoration(backup, restored).Restore(Stop);
        return (await TrainingRun.Open(restored)).Protocol.Rounds.Round;
    }

    // How many names the file has.
    private static async Task<int> Links(string backup, string blob) =>
        int.Parse((await ProgramRun.Of("stat", ["-c", "%h", Path.Combine(backup, "blobs", blob)], Stop)).Output, CultureInfo.InvariantCulture);
}
