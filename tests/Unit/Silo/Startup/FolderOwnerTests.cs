using Prcl.Silo.Startup;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Infra;
using Xunit;

namespace Prcl.Unit.Silo.Startup;

public sealed class FolderOwnerTests
{
    [Fact]
    public async Task A_folder_of_ones_own_is_not_anothers_and_one_of_another_user_is()
    {
        using var folder = new TemporaryFolder();
        Assert.False(FolderOwner.IsAnothers(folder.Path));

        var changed = await ProgramRun.Of("chown", ["65534", folder.Path], TestContext.Current.CancellationToken);
        Assert.SkipUnless(changed.ExitCode == 0, "only root may give a folder away");

        Assert.True(FolderOwner.IsAnothers(folder.Path));
    }
}
