using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Prcl.Contracts.Security.Certificates;

namespace Prcl.Silo.Certificates;

/// <summary>A cluster's own authority: signs the certificates of its silos and clients. Its key belongs on no silo.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>The file of the authority's certificate.</summary>
    public const string CertificateFile = "ca.crt";

    /// <summary>The file of its key.</summary>
    public const string KeyFile = "ca.key";

    private const int SerialBytes = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    // Clocks differ a little.
    private static readonly TimeSpan Leeway = TimeSpan.FromHours(1);
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private CertificateAuthority(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>Its certificate, with the key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Its certificate, PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Its key, PEM.</summary>
    public string KeyPem
    {
        get
        {
            using var key = Certificate.GetECDsaPrivateKey()!;
            return key.ExportPkcs8PrivateKeyPem() + "\n";
        }
    }

    /// <summary>Makes a new one, valid for ten years.</summary>
    public static CertificateAuthority Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Two of them, one after the other, have different names: errors say which is meant.
        var name = $"CN=prcl cluster {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new CertificateAuthority(request.CreateSelfSigned(now - Leeway, now + Lifetime));
    }

    /// <summary>Reads one that was made before.</summary>
    /// <exception cref="CertificateException">It can't be read.</exception>
    public static CertificateAuthority Load(string folder)
    {
        try
        {
            return new CertificateAuthority(X509Certificate2.CreateFromPemFile(Path.Combine(folder, CertificateFile), Path.Combine(folder, KeyFile)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"ca: {failure.Message}; the folder must hold {CertificateFile} and {KeyFile}", failure);
        }
        catch (CryptographicException)
        {
            // Without the cause: it may speak of the key's text.
            throw new CertificateException($"ca: {CertificateFile} and {KeyFile} of '{folder}' don't fit; they must be an authority's certificate and its key, PEM");
        }
    }

    /// <summary>Signs a new certificate.</summary>
    /// <param name="use">What it is for.</param>
    /// <param name="hosts">Names and addresses that it speaks for; empty: all of the cluster.</param>
    /// <param name="days">How long it is valid, and no longer than the authority.</param>
    /// <param name="now">The time.</param>
    /// <returns>The certificate and its key, PEM.</returns>
    public (string Certificate, string Key) Issue(CertificateUse use, IReadOnlyList<string> hosts, int days, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=prcl {(use == CertificateUse.Silo ? "silo" : "client")}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(use == CertificateUse.Silo ? [ServerUse, ClientUse] : [ClientUse], critical: false));
        request.CertificateExtensions.Add(Names(use, hosts));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var end = new[] { now + TimeSpan.FromDays(days), Certificate.NotAfter }.Min();
        using var issued = request.Create(Certificate, new[] { now - Leeway, Certificate.NotBefore }.Max(), end, RandomNumberGenerator.GetBytes(SerialBytes));
        return (issued.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private static X509Extension Names(CertificateUse use, IReadOnlyList<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(CertificateMark.Of(use)));
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }
}
