using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Prcl.Contracts.Security.Certificates;

namespace Prcl.Silo.Security.Tls;

/// <summary>
/// Mutual TLS on the ports: between silos only silos' certificates are accepted, on both ends; at the gateway clients' are too. Connections are encrypted,
/// and no byte of a message is read before it is known who is there.
/// </summary>
internal static class SiloTls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Has every connection begin with TLS; before anything else that stands in the pipelines.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="open">Reads the certificates; null: connections are plain.</param>
    public static ISiloBuilder UseMutualTls(this ISiloBuilder silo, Func<Action<string>, CertificateFolder>? open)
    {
        if (open is null)
        {
            return silo;
        }

        silo.Services.TryAddSingleton<RefusalLog>();
        silo.Services.AddSingleton(services => open(services.GetRequiredService<RefusalLog>().Tell));
        return silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(pipeline => Serve(pipeline, "the silo port", CertificateUse.Silo));
            options.ConfigureGatewayInboundConnection(pipeline => Serve(pipeline, "the gateway", CertificateUse.Client, CertificateUse.Silo));
            options.ConfigureSiloOutboundConnection(Connect);
        });
    }

    private static void Serve(IConnectionBuilder pipeline, string port, params CertificateUse[] uses)
    {
        var services = pipeline.ApplicationServices;
        pipeline.Use(next => async connection =>
        {
            await next(connection);
            if (connection.Features.Get<Looked>() is null)
            {
                services.GetRequiredService<RefusalLog>().Count($"at {port}: a connection without TLS", connection.RemoteEndPoint, serious: true);
            }
        });
        pipeline.UseServerTls(new TlsOptions
        {
            LocalServerCertificateSelector = (_, _) => services.GetRequiredService<CertificateFolder>().Current.Own,
            HandshakeTimeout = Patience,

            // Orleans's own check takes one answer for all pipelines, and tells nobody why it refuses.
            RemoteCertificateMode = RemoteCertificateMode.NoCertificate,
            OnAuthenticateAsServer = (connection, authentication) =>
            {
                var options = (SslServerAuthenticationOptions)authentication.SslServerAuthenticationOptions;
                options.ClientCertificateRequired = true;
                options.AllowTlsResume = false;
                options.RemoteCertificateValidationCallback = (_, shown, _, _) =>
                {
                    connection.Features.Set(new Looked());
                    var fault = CertificateCheck.PeerFault(shown, services.GetRequiredService<CertificateFolder>(), uses);
                    return Accept(services, $"at {port}: ", fault, connection);
                };
            },
        });
    }

    private static void Connect(IConnectionBuilder pipeline)
    {
        var services = pipeline.ApplicationServices;
        pipeline.UseClientTls(new TlsOptions
        {
            LocalClientCertificateSelector = (_, _, _, _, _) => services.GetRequiredService<CertificateFolder>().Current.Own,
            HandshakeTimeout = Patience,
            RemoteCertificateMode = RemoteCertificateMode.NoCertificate,
            OnAuthenticateAsClient = (connection, authentication) =>
            {
                var host = (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "";
                var options = (SslClientAuthenticationOptions)authentication.SslClientAuthenticationOptions;
                options.TargetHost = host;
                options.AllowTlsResume = false;
                options.RemoteCertificateValidationCallback = (_, shown, _, _) =>
                {
                    var fault = CertificateCheck.PeerFault(shown, services.GetRequiredService<CertificateFolder>(), CertificateUse.Silo)
                        ?? CertificateCheck.PeerNameFault(shown, host);
                    return Accept(services, "connecting to a silo: ", fault, connection);
                };
            },
        });
    }

    private static bool Accept(IServiceProvider services, string where, string? fault, ConnectionContext connection)
    {
        if (fault is not null)
        {
            services.GetRequiredService<RefusalLog>().Count(where + fault, connection.RemoteEndPoint, serious: true);
        }

        return fault is null;
    }

    /// <summary>Set on a connection whose certificate, or lack of one, was looked at.</summary>
    private sealed record Looked;
}
