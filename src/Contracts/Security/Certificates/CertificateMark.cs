using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Prcl.Contracts.Security.Certificates;

/// <summary>
/// What tells silos' certificates from clients': a URI among the alternative names. (Unlike usages of one's own, issuers such as cert-manager can write it.)
/// </summary>
public static class CertificateMark
{
    private const string AlternativeNames = "2.5.29.17";
    private const int UriTag = 6;

    /// <summary>The URI that a certificate of a use has.</summary>
    public static string Of(CertificateUse use) => use == CertificateUse.Silo ? "urn:prcl:silo" : "urn:prcl:client";

    /// <summary>Whether a certificate has it.</summary>
    public static bool IsOn(X509Certificate2 certificate, CertificateUse use)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.Extensions.Where(e => e.Oid?.Value == AlternativeNames).SelectMany(e => Uris(e.RawData)).Contains(Of(use), StringComparer.Ordinal);
    }

    private static List<string> Uris(byte[] extension)
    {
        var uris = new List<string>();
        try
        {
            var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (tag is { TagClass: TagClass.ContextSpecific, TagValue: UriTag })
                {
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }
        catch (AsnContentException)
        {
            // Not written as names are: it has no mark.
        }

        return uris;
    }
}
