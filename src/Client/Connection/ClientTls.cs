using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Prcl.Contracts.Security.Certificates;

namespace Prcl.Client.Connection;

/// <summary>Mutual TLS with a gateway, which must be a silo of the cluster. Remembers why one wasn't believed: Orleans only says that it can't connect.</summary>
internal sealed class ClientTls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly CertificateFolder _certificates;
    private readonly SiloEndpoint _endpoint;
    private volatile string? _fault;

    /// <summary>Reads the certificates.</summary>
    /// <param name="folder">The folder of ca.crt, tls.crt and tls.key.</param>
    /// <param name="endpoint">The gateway.</param>
    /// <param name="clock">Tells the time.</param>
    /// <exception cref="CertificateException">They can't be used.</exception>
    public ClientTls(string folder, SiloEndpoint endpoint, TimeProvider clock)
    {
        _certificates = CertificateFolder.Open(folder, clock, null, CertificateUse.Client, CertificateUse.Silo);
        _endpoint = endpoint;
    }

    /// <summary>Why what listens there isn't a silo that answers.</summary>
    public string Hint => _fault is { } fault
        ? $"what listens there isn't believed: {fault}"
        : "what listens there ends the connection: it speaks without certificates, or refuses this client's; its log says why";

    /// <summary>Has every connection begin with TLS.</summary>
    public void Use(IClientBuilder client) => client.Configure<ClientConnectionOptions>(o => o.ConfigureConnection(pipeline => pipeline.UseClientTls(new TlsOptions
    {
        LocalClientCertificateSelector = (_, _, _, _, _) => _certificates.Current.Own,
        HandshakeTimeout = Patience,

        // Orleans's own check isn't told which connection it is about.
        RemoteCertificateMode = RemoteCertificateMode.NoCertificate,
        OnAuthenticateAsClient = (connection, authentication) => Authenticate(connection, (SslClientAuthenticationOptions)authentication.SslClientAuthenticationOptions),
    })));

    private void Authenticate(ConnectionContext connection, SslClientAuthenticationOptions options)
    {
        var address = (connection.RemoteEndPoint as System.Net.IPEndPoint)?.Address.ToString() ?? _endpoint.Host;
        options.TargetHost = _endpoint.Host;
        options.AllowTlsResume = false;
        options.RemoteCertificateValidationCallback = (_, shown, _, _) =>
        {
            _fault = CertificateCheck.PeerFault(shown, _certificates, CertificateUse.Silo) ?? CertificateCheck.PeerNameFault(shown, _endpoint.Host, address);
            return _fault is null;
        };
    }
}
