using System.Text;
using Prcl.Grains.Backups;
using Prcl.Grains.Images;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Backups;

public sealed class BackupFolderTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_backup_is_named_by_its_time_once_it_is_whole()
    {
        using var backups = BackupFolder.Hold(_folder.Path);

        var (first, second) = (Made(backups), Made(backups));

        Assert.Equal(["2026-11-28T12-00-00Z", "2026-11-28T12-00-01Z"], [Path.GetFileName(first), Path.GetFileName(second)]);
        Assert.Equal(second, backups.Newest);
        Assert.Equal(second, BackupFolder.Choose(_folder.Path));
        Assert.Equal(first, BackupFolder.Choose(first));
    }

    [Fact]
    public void What_an_interrupted_backup_left_is_never_taken_for_one_and_goes_with_the_next()
    {
        string left;
        using (var backups = BackupFolder.Hold(_folder.Path))
        {
            left = backups.Begin(Noon);
        }

        Assert.Contains("holds no backup", Assert.Throws<BackupException>(() => BackupFolder.Choose(_folder.Path)).Message, StringComparison.Ordinal);
        using (BackupFolder.Hold(_folder.Path))
        {
            Assert.False(Directory.Exists(left));
        }
    }

    [Fact]
    public void A_backup_without_its_manifest_is_refused_by_name()
    {
        using var backups = BackupFolder.Hold(_folder.Path);
        Made(backups);
        var newest = Made(backups);
        File.Delete(Path.Combine(newest, BackupManifest.FileName));

        var error = Assert.Throws<BackupException>(() => BackupManifest.Read(BackupFolder.Choose(_folder.Path)));

        Assert.Contains(newest, error.Message, StringComparison.Ordinal);
        Assert.Contains(BackupManifest.FileName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_backups_at_a_time_into_one_folder_are_refused()
    {
        using var backups = BackupFolder.Hold(_folder.Path);

        Assert.Contains("under way", Assert.Throws<BackupException>(() => BackupFolder.Hold(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_is_read_as_it_was_written()
    {
        using var backups = BackupFolder.Hold(_folder.Path);

        var read = BackupManifest.Read(Made(backups));

        Assert.Equal(Manifest.Blobs, read.Blobs);
        Assert.Equal(Manifest.Runs, read.Runs);
        Assert.Equal(Manifest.Absent, read.Absent);
        Assert.Equal(Noon, read.CreatedUtc);
    }

    [Fact]
    public void Any_damage_of_a_manifest_is_named()
    {
        using var backups = BackupFolder.Hold(_folder.Path);
        var backup = Made(backups);
        var file = Path.Combine(backup, BackupManifest.FileName);
        var whole = File.ReadAllBytes(file);
        for (var i = 0; i < whole.Length; i++)
        {
            foreach (var damaged in new[] { whole[..i], [.. whole[..i], (byte)(whole[i] ^ 1), .. whole[(i + 1)..]] })
            {
                // Without its last line feed it says the same.
                if (damaged.Length == whole.Length - 1)
                {
                    continue;
                }

                File.WriteAllBytes(file, damaged);

                Assert.Contains(file, Assert.Throws<BackupException>(() => BackupManifest.Read(backup)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_newer_manifest_is_refused_by_name()
    {
        using var backups = BackupFolder.Hold(_folder.Path);
        var backup = Made(backups);
        var file = Path.Combine(backup, BackupManifest.FileName);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), Encoding.UTF8);

        Assert.Contains("'prcl.backup' version 2; this program reads", Assert.Throws<BackupException>(() => BackupManifest.Read(backup)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static BackupManifest Manifest => new(
        Noon,
        [new BackupRun("day", 7, 12), new BackupRun("night", 0, 0, "its log is damaged")],
        ["images/ab/cd is missing"],
        [new BackupBlob("runs/day/run.json", 3, ContentHash.Of([1]), "\"0x8DA\"", false), new BackupBlob("runs/day/stream/0000/00000000.log", 5, ContentHash.Of([2]), "e", true)]);

    private static string Made(BackupFolder backups)
    {
        var part = backups.Begin(Noon);
        Manifest.Write(part);
        return backups.Complete(part);
    }
}
