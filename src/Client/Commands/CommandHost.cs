using Prcl.Client.Connection;
using Prcl.Client.Output;

namespace Prcl.Client.Commands;

/// <summary>What commands take from the world around them.</summary>
/// <param name="Terminal">Where results and messages go.</param>
/// <param name="Connect">Opens a connection, with the certificates of a folder.</param>
/// <param name="Variable">Reads an environment variable; null when it isn't set.</param>
/// <param name="Clock">Waits.</param>
internal sealed record CommandHost(
    Terminal Terminal,
    Func<SiloEndpoint, string?, CancellationToken, Task<PrclClient>> Connect,
    Func<string, string?> Variable,
    TimeProvider Clock)
{
    private const string SecretVariable = "PRCL_CLUSTER_SECRET";

    /// <summary>Opens standard input.</summary>
    public Func<TextReader> Input { get; init; } = () => new StreamReader(Console.OpenStandardInput());

    /// <summary>The real world.</summary>
    public static CommandHost OfProcess() => new(
        Terminal.OfProcess(),
        (endpoint, certificates, cancellation) => PrclClient.Connect(
            endpoint, Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } secret ? secret : null, certificates, cancellation),
        Environment.GetEnvironmentVariable,
        TimeProvider.System);
}
