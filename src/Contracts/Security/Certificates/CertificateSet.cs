using System.Security.Cryptography.X509Certificates;

namespace Prcl.Contracts.Security.Certificates;

/// <summary>What one end of a connection shows, and whom it believes.</summary>
/// <param name="Own">Its certificate, with the key.</param>
/// <param name="Authorities">The authorities, one or several, whose certificates it accepts.</param>
public sealed record CertificateSet(X509Certificate2 Own, X509Certificate2Collection Authorities);
