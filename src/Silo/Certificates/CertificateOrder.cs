using Prcl.Contracts.Security.Certificates;

namespace Prcl.Silo.Certificates;

/// <summary>Certificates that somebody wants made.</summary>
/// <param name="Out">The folder that they go into.</param>
/// <param name="Names">Names and addresses of the silos; empty: the silo's certificate speaks for any silo of the cluster.</param>
/// <param name="Days">How long silos' and clients' certificates are valid, 1 to 3,650.</param>
/// <param name="Authority">The folder of the authority that signs them; null: a new one is made.</param>
/// <param name="Trust">The certificate of another authority that is to be accepted as well, while one is exchanged for the other.</param>
internal sealed record CertificateOrder(string Out, string[] Names, int Days, string? Authority, string? Trust)
{
    private const int MostDays = 3650;

    /// <summary>Makes them: the folders <c>silo</c> and <c>client</c>, and <c>ca</c> when that is new.</summary>
    /// <returns>The files, in the order in which they were written.</returns>
    /// <exception cref="CertificateException">An option breaks its rule, or a file is there already.</exception>
    public IReadOnlyList<string> CarryOut(DateTimeOffset now)
    {
        if (Days is < 1 or > MostDays)
        {
            throw new CertificateException($"days is {Days}; it must be from 1 to {MostDays}");
        }

        if (Names.FirstOrDefault(n => Uri.CheckHostName(n) == UriHostNameType.Unknown) is { } wrong)
        {
            throw new CertificateException($"names: '{wrong}' is neither a host's name nor an address");
        }

        using var authority = Authority is null ? CertificateAuthority.Create(now) : CertificateAuthority.Load(Authority);
        var files = new Dictionary<string, string>();
        if (Authority is null)
        {
            files[Path.Combine(Out, "ca", CertificateAuthority.CertificateFile)] = authority.Pem;
            files[Path.Combine(Out, "ca", CertificateAuthority.KeyFile)] = authority.KeyPem;
        }

        var accepted = authority.Pem + (Trust is null ? "" : Read(Trust));
        Add(files, "silo", accepted, authority.Issue(CertificateUse.Silo, Names, Days, now));
        Add(files, "client", accepted, authority.Issue(CertificateUse.Client, [], Days, now));
        PrivateFiles.Write(files);
        return [.. files.Keys];
    }

    private void Add(Dictionary<string, string> files, string folder, string accepted, (string Certificate, string Key) issued)
    {
        files[Path.Combine(Out, folder, CertificateFolder.AuthoritiesFile)] = accepted;
        files[Path.Combine(Out, folder, CertificateFolder.CertificateFile)] = issued.Certificate;
        files[Path.Combine(Out, folder, CertificateFolder.KeyFile)] = issued.Key;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"trust: {failure.Message}", failure);
        }
    }
}
