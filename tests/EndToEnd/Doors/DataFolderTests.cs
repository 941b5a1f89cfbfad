using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Doors;

public sealed class DataFolderTests
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    [Theory]
    [InlineData("owner", UnixFileMode.None)]
    [InlineData("group", UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public async Task What_a_silo_writes_is_its_users_alone_or_its_groups_too(string access, UnixFileMode group)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var scenes = new SceneFiles();
        await using var silo = new SiloProcess(options: ["--data-access", access]);
        silo.Start();
        await silo.Ready();
        await SmallRun.Create(silo.Prcl, "street", scenes);

        var entries = Directory.GetFileSystemEntries(silo.DataFolder, "*", SearchOption.AllDirectories);

        Assert.Contains(entries, e => e.EndsWith("run.json", StringComparison.Ordinal));
        Assert.All(entries, e => Assert.Equal(
            Directory.Exists(e) && group != UnixFileMode.None ? Group : group,
            OperatingSystem.IsWindows() ? group : File.GetUnixFileMode(e) & (Group | Others)));
    }

    [Fact]
    public async Task A_data_folder_that_others_may_write_to_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var silo = new SiloProcess();
        File.SetUnixFileMode(silo.DataFolder, File.GetUnixFileMode(silo.DataFolder) | UnixFileMode.OtherWrite);

        (await Finished.Run(Programs.Silo, silo.Arguments)).FailedWithOneLine(1, "data-dir: others may write", silo.DataFolder, "chmod o-w");
    }
}
