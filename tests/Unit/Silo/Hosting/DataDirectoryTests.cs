using Prcl.Silo.Hosting;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Silo.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_folder_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        DataDirectory.Hold(Data, isShared: false).Dispose();

        Assert.Equal(Own, File.GetUnixFileMode(Data));
    }

    [Fact]
    public void A_folder_that_others_may_write_to_is_refused_and_one_that_the_group_may_is_not()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, Own | UnixFileMode.GroupWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        DataDirectory.Hold(Data, isShared: false).Dispose();
        File.SetUnixFileMode(Data, Own | UnixFileMode.OtherWrite);

        var refusal = Assert.Throws<HostException>(() => DataDirectory.Hold(Data, isShared: false));

        Assert.StartsWith($"data-dir: others may write to '{Data}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("chmod o-w", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_held_by_one_silo_unless_it_is_shared()
    {
        using (DataDirectory.Hold(Data, isShared: false))
        {
            Assert.Contains("in use by another silo", Assert.Throws<HostException>(() => DataDirectory.Hold(Data, isShared: false)).Message, StringComparison.Ordinal);
        }

        using var first = DataDirectory.Hold(Data, isShared: true);
        using var second = DataDirectory.Hold(Data, isShared: true);
    }
}
