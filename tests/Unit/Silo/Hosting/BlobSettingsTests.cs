using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;
using Prcl.Silo.Hosting;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Silo.Hosting;

public sealed class BlobSettingsTests
{
    private const string Account = "https://account.blob.core.windows.net";
    private const string Key = "dmVyeS12ZXJ5LXNlY3JldA==";
    private const string Connection = $"DefaultEndpointsProtocol=https;AccountName=account;AccountKey={Key};EndpointSuffix=core.windows.net";
    private const string SignedConnection = "BlobEndpoint=https://account.blob.core.windows.net;SharedAccessSignature=sv=2025-01-05&sig=very-secret";

    [Theory]
    [InlineData("file", BlobKind.File)]
    [InlineData("Azure", BlobKind.Azure)]
    public void The_kind_is_read_in_any_case(string text, BlobKind kind) => Assert.Equal(kind, BlobSettings.ReadKind(text));

    [Fact]
    public void Another_kind_is_refused_by_name()
        => Assert.Contains("blobs is 'tape'; it must be file or azure", Assert.Throws<HostException>(() => BlobSettings.ReadKind("tape")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(BlobKind.Azure, null, "", "prcl", "are not set")]
    [InlineData(BlobKind.Azure, Connection, Account, "prcl", "are both set")]
    [InlineData(BlobKind.Azure, null, "account", "prcl", "azure-account must be an https address")]
    [InlineData(BlobKind.Azure, null, "http://account.blob.core.windows.net", "prcl", "azure-account must be an https address")]
    [InlineData(BlobKind.Azure, null, Account + "?sv=1&sig=very-secret", "prcl", "azure-account must be an https address without a query")]
    [InlineData(BlobKind.Azure, null, "https://very-secret@account.blob.core.windows.net", "prcl", "azure-account must be an https address")]
    [InlineData(BlobKind.Azure, Connection, "", "ab", "azure-container is 'ab'")]
    [InlineData(BlobKind.Azure, Connection, "", "a--b", "azure-container is 'a--b'")]
    [InlineData(BlobKind.Azure, Connection, "", "-ab", "azure-container is '-ab'")]
    [InlineData(BlobKind.Azure, Connection, "", "Prcl", "azure-container is 'Prcl'")]
    [InlineData(BlobKind.Azure, Connection, "", "prcl\n", "azure-container is 'prcl\n'")]
    [InlineData(BlobKind.File, Connection, "", "prcl", "azure-connection-string is set, but blobs is file")]
    [InlineData(BlobKind.File, null, Account, "prcl", "azure-account is set, but blobs is file")]
    public void What_breaks_a_rule_is_named_and_no_secret_told(BlobKind kind, string? connection, string account, string container, string message)
    {
        var refusal = Assert.Throws<HostException>(() => Settings(kind, connection, account, container).Check());

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        AssertNoSecret(refusal.ToString());
    }

    [Theory]
    [InlineData(BlobKind.File, null, "", "prcl")]
    [InlineData(BlobKind.Azure, Connection, "", "prcl")]
    [InlineData(BlobKind.Azure, null, Account, "a-1")]
    [InlineData(BlobKind.Azure, null, Account + "/", "0123456789-0123456789-0123456789-0123456789-0123456789-01234567")]
    public void What_keeps_the_rules_passes(BlobKind kind, string? connection, string account, string container) => Settings(kind, connection, account, container).Check();

    [Theory]
    [InlineData("very-secret")]
    [InlineData("AccountKey=very-secret")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=account;AccountKey=very-secret;EndpointSuffix=core.windows.net")]
    [InlineData("BlobEndpoint=very-secret;SharedAccessSignature=sv=1")]
    [InlineData("AccountName=;AccountKey=very-secret")]
    [InlineData(";;;")]
    [InlineData($"AccountName=prcl;AccountKey={Key};BlobEndpoint=azurite:10000")]
    [InlineData($"AccountName=prcl;AccountKey={Key};BlobEndpoint=ftp://azurite:10000/prcl")]
    [InlineData($"AccountName=prcl;AccountKey={Key};BlobEndpoint=http://azurite:99999/prcl")]
    [InlineData($"AccountName=prcl;AccountKey={Key};BlobEndpoint=http://azurite:8080/prcl")]
    [InlineData($"AccountName=prcl;AccountKey={Key};BlobEndpoint=http://azurite/prcl")]
    public void A_connection_string_that_cannot_be_read_is_named_and_not_told(string connection)
    {
        var refusal = Assert.Throws<HostException>(() => Settings(BlobKind.Azure, connection, "", "prcl").Open("unused"));

        Assert.Contains("azure-connection-string", refusal.Message, StringComparison.Ordinal);
        AssertNoSecret(refusal.ToString());
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1/images")]
    [InlineData($"AccountName=prcl;AccountKey={Key};BlobEndpoint=http://azurite:10000/prcl", "http://azurite:10000/prcl/images")]
    [InlineData($"AccountName=prcl;AccountKey={Key};BlobEndpoint=http://127.0.0.1:8080/prcl/", "http://127.0.0.1:8080/prcl/images")]
    [InlineData($"AccountName=prcl;AccountKey={Key}", "https://prcl.blob.core.windows.net/images")]
    public void An_endpoint_that_the_SDK_reads_as_it_was_meant_is_taken(string connection, string container) =>
        Assert.Equal(container, Assert.IsType<AzureBlobStore>(Settings(BlobKind.Azure, connection, "", "images").Open("unused")).Container.ToString());

    [Fact]
    public void A_folder_or_an_account_is_opened()
    {
        using var folder = new TemporaryFolder();
        using var files = Assert.IsType<FileBlobStore>(new BlobSettings().Open(folder.Path));
        var byKey = Assert.IsType<AzureBlobStore>(Settings(BlobKind.Azure, Connection, "", "images").Open(folder.Path));
        var signed = Assert.IsType<AzureBlobStore>(Settings(BlobKind.Azure, SignedConnection, "", "images").Open(folder.Path));
        var byCredential = Assert.IsType<AzureBlobStore>(Settings(BlobKind.Azure, null, Account, "images").Open(folder.Path));

        Assert.All([byKey, signed, byCredential], store => Assert.Equal(Account + "/images", store.Container.ToString()));
    }

    [Fact]
    public void Settings_print_no_secret()
    {
        var settings = new SiloSettings { Blobs = Settings(BlobKind.Azure, Connection, "", "prcl") };

        AssertNoSecret(settings.ToString());
        AssertNoSecret(System.Text.Json.JsonSerializer.Serialize(settings.Blobs));
        Assert.Contains("prcl", settings.ToString(), StringComparison.Ordinal);
    }

    private static BlobSettings Settings(BlobKind kind, string? connection, string account, string container)
        => new() { Kind = kind, AzureConnectionString = connection is null ? null : new Secret(connection), AzureAccount = account, AzureContainer = container };

    private static void AssertNoSecret(string text)
    {
        Assert.DoesNotContain("very-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }
}
