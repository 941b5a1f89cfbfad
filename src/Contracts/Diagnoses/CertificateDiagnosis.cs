using Prcl.Contracts.Security.Certificates;

namespace Prcl.Contracts.Diagnoses;

/// <summary>Looks at a folder of certificates.</summary>
public static class CertificateDiagnosis
{
    private const string What = "certificates";
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>Whether they can be used, and for how long.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="uses">What the certificate must be for: one of these.</param>
    public static Diagnosis Of(string folder, TimeProvider clock, params CertificateUse[] uses)
    {
        try
        {
            var set = CertificateFolder.Open(folder, clock, null, uses).Current;
            var ends = new[] { set.Own.NotAfter }.Concat(set.Authorities.Select(a => a.NotAfter)).Min().ToUniversalTime();
            var left = ends - clock.GetUtcNow().UtcDateTime;
            return left > Soon
                ? Diagnosis.Ok(What, $"'{folder}' is good until {ends:yyyy-MM-dd}")
                : Diagnosis.Warning(What, $"'{folder}' is good for {left.TotalDays:F0} more days only", "make others with \"prcl-silo certificates\", and put them into the folder: they are read without a restart");
        }
        catch (CertificateException fault)
        {
            return Diagnosis.Failure(What, fault.Message, "\"prcl-silo certificates\" makes a folder for each silo and client");
        }
    }
}
