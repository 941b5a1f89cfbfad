using System.Text.RegularExpressions;
using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;

namespace Prcl.Silo.Hosting;

/// <summary>Where everything durable is kept, and how it is opened.</summary>
public sealed partial record BlobSettings
{
    private const string ConnectionStringRule = "'DefaultEndpointsProtocol=https;AccountName=NAME;AccountKey=…;EndpointSuffix=core.windows.net'";

    /// <summary>Files, or Azure.</summary>
    public BlobKind Kind { get; init; } = BlobKind.File;

    /// <summary>Opens the account by a key or a shared access signature.</summary>
    public Secret? AzureConnectionString { get; init; }

    /// <summary>The account's blob endpoint, https, opened by this environment's default credential; empty with a connection string.</summary>
    public string AzureAccount { get; init; } = "";

    /// <summary>The container, created if absent.</summary>
    public string AzureContainer { get; init; } = "prcl";

    /// <summary>Reads <c>file</c> or <c>azure</c>.</summary>
    /// <exception cref="HostException">It is neither.</exception>
    public static BlobKind ReadKind(string text) => text.ToUpperInvariant() switch
    {
        "FILE" => BlobKind.File,
        "AZURE" => BlobKind.Azure,
        _ => throw new HostException($"blobs is '{text}'; it must be file or azure."),
    };

    /// <summary>Checks every rule; errors repeat no secret.</summary>
    /// <exception cref="HostException">A setting breaks its rule.</exception>
    internal void Check()
    {
        var (hasConnection, hasAccount) = (AzureConnectionString is not null, AzureAccount.Length > 0);
        if (Kind == BlobKind.File && (hasConnection || hasAccount))
        {
            throw new HostException($"azure-{(hasConnection ? "connection-string" : "account")} is set, but blobs is file; set blobs to azure, or remove it.");
        }

        if (Kind == BlobKind.Azure)
        {
            CheckOpening(hasConnection, hasAccount);
            CheckContainer();
        }
    }

    /// <summary>Opens the storage; of Azure nothing is asked yet.</summary>
    /// <param name="folder">The folder of <see cref="BlobKind.File"/>.</param>
    /// <exception cref="HostException">The connection string can't be read.</exception>
    internal IBlobStore Open(string folder)
    {
        if (Kind == BlobKind.File)
        {
            return new FileBlobStore(folder);
        }

        if (AzureConnectionString is not { } secret)
        {
            return AzureBlobStore.Connect(new Uri(AzureAccount), AzureContainer);
        }

        AzureBlobStore store;
        try
        {
            store = AzureBlobStore.Connect(secret.Reveal(), AzureContainer);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new HostException($"azure-connection-string (PRCL_SILO_AZURE_CONNECTION_STRING) can't be read; it must be such as {ConnectionStringRule}.");
        }

        CheckEndpoint(secret.Reveal(), store.Container);
        return store;
    }

    /// <summary>
    /// The SDK takes the account from the host's name unless the host is an IP address or the port one of an emulator's, and then drops the
    /// endpoint's path without a word: every request would go elsewhere.
    /// </summary>
    private void CheckEndpoint(string connection, Uri container)
    {
        const string Key = "BlobEndpoint=";
        var endpoint = connection.Split(';').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith(Key, StringComparison.OrdinalIgnoreCase))?[Key.Length..];
        if (container.Scheme is not ("http" or "https") || (endpoint is not null && container != new Uri($"{endpoint.TrimEnd('/')}/{AzureContainer}")))
        {
            throw new HostException(
                "azure-connection-string (PRCL_SILO_AZURE_CONNECTION_STRING): its BlobEndpoint can't be used; it must be such as https://NAME.blob.core.windows.net, "
                + "or of an emulator http://HOST:10000/NAME: an account in the path needs an IP address or port 10000.");
        }
    }

    private void CheckOpening(bool hasConnection, bool hasAccount)
    {
        if (hasConnection == hasAccount)
        {
            throw new HostException(
                $"azure-connection-string and azure-account are {(hasConnection ? "both set" : "not set")}; blobs azure needs one of them, "
                + "PRCL_SILO_AZURE_CONNECTION_STRING or PRCL_SILO_AZURE_ACCOUNT.");
        }

        // What was given isn't repeated: it may be an address with a signature.
        if (hasAccount && !(Uri.TryCreate(AzureAccount, UriKind.Absolute, out var account) && account is { Scheme: "https", Query: "", Fragment: "", UserInfo: "" }))
        {
            throw new HostException(
                "azure-account must be an https address without a query, such as https://NAME.blob.core.windows.net; "
                + "keys and signatures belong into PRCL_SILO_AZURE_CONNECTION_STRING.");
        }
    }

    private void CheckContainer()
    {
        if (!ContainerName().IsMatch(AzureContainer))
        {
            throw new HostException(
                $"azure-container is '{AzureContainer}'; it must be 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends.");
        }
    }

    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ContainerName();
}
