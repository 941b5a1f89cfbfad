using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Prcl.Contracts.Security.Certificates;

/// <summary>Whether a certificate is good for a use: who signed it, when it is valid, what it is for, and for whom.</summary>
public static class CertificateCheck
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Says what is wrong.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="authorities">Who may have signed it.</param>
    /// <param name="now">The time.</param>
    /// <param name="uses">What it must be for: one of these.</param>
    /// <returns>Null when nothing is; otherwise an end of a sentence that begins with the certificate.</returns>
    public static string? Fault(X509Certificate2 certificate, X509Certificate2Collection authorities, DateTimeOffset now, params CertificateUse[] uses)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(authorities);
        return TimeFault(certificate, now) ?? SignatureFault(certificate, authorities, now) ?? UseFault(certificate, uses);
    }

    /// <summary>Says what is wrong with what the other end of a connection shows.</summary>
    /// <param name="shown">Its certificate; null: it shows none.</param>
    /// <param name="own">What this end believes.</param>
    /// <param name="uses">What it must be for: one of these.</param>
    /// <returns>Null when nothing is; otherwise a whole sentence without a full stop.</returns>
    public static string? PeerFault(X509Certificate? shown, CertificateFolder own, params CertificateUse[] uses)
    {
        ArgumentNullException.ThrowIfNull(own);
        return shown is not X509Certificate2 certificate ? "it shows no certificate"
            : Fault(certificate, own.Current.Authorities, own.Clock.GetUtcNow(), uses) is { } fault ? $"its certificate {Printable.Quoted(certificate.Subject)} {fault}"
            : null;
    }

    /// <summary>
    /// Says whether what the other end shows speaks for a host. A certificate without names of hosts, of the cluster's own authority, speaks for all of
    /// the cluster.
    /// </summary>
    /// <param name="shown">Its certificate.</param>
    /// <param name="hosts">What the host is called: a name, an address, or both.</param>
    /// <returns>As <see cref="PeerFault"/>.</returns>
    public static string? PeerNameFault(X509Certificate? shown, params string[] hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        if (shown is not X509Certificate2 certificate)
        {
            return "it shows no certificate";
        }

        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
        var all = names.SelectMany(n => n.EnumerateDnsNames()).Concat(names.SelectMany(n => n.EnumerateIPAddresses()).Select(a => a.ToString())).ToArray();
        return all.Length == 0 || Array.Exists(hosts, h => certificate.MatchesHostname(h, allowWildcards: true, allowCommonName: false))
            ? null
            : $"its certificate {Printable.Quoted(certificate.Subject)} is for {string.Join(", ", all)}, not for {hosts[0]}";
    }

    private static string? TimeFault(X509Certificate2 certificate, DateTimeOffset now) =>
        now < certificate.NotBefore ? $"isn't valid before {Text(certificate.NotBefore)}, and it is {Text(now)} here (is a clock wrong?)"
        : now > certificate.NotAfter ? $"expired at {Text(certificate.NotAfter)}, and it is {Text(now)} here"
        : null;

    private static string? SignatureFault(X509Certificate2 certificate, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        if (chain.Build(certificate))
        {
            return null;
        }

        return chain.ChainStatus.Any(s => s.Status == X509ChainStatusFlags.NotTimeValid)
            ? $"is signed by {Printable.Quoted(certificate.Issuer)}, whose own certificate isn't valid now ({Text(now)})"
            : $"is signed by {Printable.Quoted(certificate.Issuer)}, which isn't among the authorities of ca.crt ({string.Join("; ", authorities.Select(a => a.Subject))})";
    }

    private static string? UseFault(X509Certificate2 certificate, CertificateUse[] uses)
    {
        var has = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>()).Select(o => o.Value).ToArray();
        return uses.Any(u => CertificateMark.IsOn(certificate, u) && (u == CertificateUse.Silo ? new[] { ServerUse, ClientUse } : [ClientUse]).All(has.Contains))
            ? null
            : $"is no {(uses is [CertificateUse.Silo] ? "silo" : "client")}'s: it must have the name {CertificateMark.Of(uses[0])} and "
                + $"{(uses is [CertificateUse.Silo] ? "the uses server and client" : "the use client")} authentication";
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
