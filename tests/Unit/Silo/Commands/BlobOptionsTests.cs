using System.CommandLine;
using Prcl.Silo.Commands;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Commands;

public sealed class BlobOptionsTests
{
    [Fact]
    public void Without_options_blobs_are_files() => Assert.Equal(new BlobSettings(), Read("serve"));

    [Fact]
    public void Options_say_which_account_and_container()
    {
        var settings = Read("serve --blobs Azure --azure-account https://a.blob.core.windows.net --azure-container images");

        Assert.Equal((BlobKind.Azure, "https://a.blob.core.windows.net", "images"), (settings.Kind, settings.AzureAccount, settings.AzureContainer));
        Assert.Null(settings.AzureConnectionString);
    }

    [Fact]
    public void No_option_takes_a_secret() => Assert.DoesNotContain(BlobOptions.All, option => BlobOptions.Secrets.Contains(option.Name.TrimStart('-')));

    private static BlobSettings Read(string line)
    {
        RootCommand root = [ServeCommand.Create()];
        var result = root.Parse(line);
        Assert.Empty(result.Errors);
        return BlobOptions.Read(result);
    }
}
