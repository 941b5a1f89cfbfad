using System.CommandLine;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary>The host's settings of its storage as options, each also a variable of the environment; the secret one only that.</summary>
internal static class BlobOptions
{
    private const string Prefix = "PRCL_SILO_";
    private static readonly BlobSettings Defaults = new();
    private static readonly Option<string> Blobs = Text("blobs", "Where everything durable is kept: file (in --data-dir), or azure (a container; PRCL_SILO_AZURE_CONNECTION_STRING or --azure-account opens it).", "file");
    private static readonly Option<string> Account = Text("azure-account", "Blob endpoint of the storage account, https://NAME.blob.core.windows.net, opened by the environment's default credential.", "");
    private static readonly Option<string> Container = Text("azure-container", "Container of the storage account; created if absent.", Defaults.AzureContainer);

    /// <summary>The options, for the command.</summary>
    public static IReadOnlyList<Option> All { get; } = [Blobs, Account, Container];

    /// <summary>Settings that are variables of the environment only.</summary>
    public static IReadOnlyList<string> Secrets { get; } = ["azure-connection-string"];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostException">A setting can't be read.</exception>
    public static BlobSettings Read(ParseResult result) => new()
    {
        Kind = BlobSettings.ReadKind(result.GetRequiredValue(Blobs)),
        AzureAccount = result.GetRequiredValue(Account),
        AzureContainer = result.GetRequiredValue(Container),
        AzureConnectionString = Environment(Secrets[0]) is { } text ? new Secret(text) : null,
    };

    private static Option<string> Text(string name, string meaning, string otherwise) =>
        new("--" + name) { Description = meaning, DefaultValueFactory = _ => Environment(name) ?? otherwise };

    private static string? Environment(string name) =>
        System.Environment.GetEnvironmentVariable(Prefix + name.ToUpperInvariant().Replace('-', '_')) is { Length: > 0 } text ? text : null;
}
