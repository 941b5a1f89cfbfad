using System.CommandLine;
using Prcl.Client.Connection;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Commands;

/// <summary>One command being carried out.</summary>
internal sealed class CommandCall(CommandFrame frame, ParseResult parse, CancellationToken cancellation) : IAsyncDisposable
{
    private PrclClient? _client;

    /// <summary>Where results and messages go.</summary>
    public Terminal Terminal => frame.Host.Terminal;

    /// <summary>Waits.</summary>
    public TimeProvider Clock => frame.Host.Clock;

    /// <summary>Opens standard input.</summary>
    public TextReader Input() => frame.Host.Input();

    /// <summary>Set by Ctrl-C.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Whether the result is for machines.</summary>
    public bool Json => parse.GetValue(frame.Json);

    /// <summary>The silo that <c>--silo</c> or PRCL_SILO names, or the one on this machine.</summary>
    /// <exception cref="UsageException">What is named isn't HOST:PORT.</exception>
    public SiloEndpoint Endpoint
    {
        get
        {
            var (source, text) = parse.GetValue(frame.Silo) is { } option
                ? ("--silo", option)
                : ("PRCL_SILO", Variable("PRCL_SILO"));
            return text is null ? SiloEndpoint.Default
                : SiloEndpoint.TryParse(text, out var endpoint) ? endpoint
                : throw new UsageException($"{source} is '{text}'; it must be {SiloEndpoint.Rule}");
        }
    }

    /// <summary>An option's value.</summary>
    public T? Value<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>An argument's value.</summary>
    public T Value<T>(Argument<T> argument) => parse.GetRequiredValue(argument);

    /// <summary>The value of an argument that may be left out.</summary>
    public T? Optional<T>(Argument<T?> argument) => parse.GetValue(argument);

    /// <summary>The folder of the client's certificates; null where it speaks without.</summary>
    public string? CertificatesFolder => parse.GetValue(frame.Certificates) ?? Variable("PRCL_CERTIFICATES");

    /// <summary>The command's connection, opened when first asked for.</summary>
    /// <exception cref="NoSiloException">No silo answers.</exception>
    /// <exception cref="Contracts.Security.Certificates.CertificateException">The certificates can't be used.</exception>
    public async Task<PrclClient> Connect() => _client ??= await frame.Host.Connect(Endpoint, CertificatesFolder, cancellation);

    /// <summary>Closes the connection and opens another one.</summary>
    /// <exception cref="NoSiloException">No silo answers.</exception>
    public async Task<PrclClient> Reconnect()
    {
        await DisposeAsync();
        return await Connect();
    }

    /// <summary>The run that <c>--run</c> or PRCL_RUN names, or the only one there is.</summary>
    public async Task<RunDescription> Run()
    {
        var name = parse.GetValue(frame.Run) ?? Variable("PRCL_RUN");
        if (name is not null)
        {
            RunChoice.Checked(name);
        }

        return await RunChoice.Choose((await Connect()).Runs, name, cancellation);
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            _client = null;
            await client.DisposeAsync();
        }
    }

    /// <summary>An environment variable; null when it isn't set, or empty.</summary>
    public string? Variable(string name) => frame.Host.Variable(name) is { Length: > 0 } value ? value : null;
}
