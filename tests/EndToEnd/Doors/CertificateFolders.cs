using Prcl.EndToEnd.Processes;

namespace Prcl.EndToEnd.Doors;

/// <summary>An authority and certificates, made by the program itself. Removed when disposed.</summary>
internal sealed class CertificateFolders : IDisposable
{
    private readonly DirectoryInfo _root;

    private CertificateFolders(DirectoryInfo root) => _root = root;

    /// <summary>The folder of a silo's certificate.</summary>
    public string Silo => Of("silo");

    /// <summary>The folder of a client's certificate.</summary>
    public string Client => Of("client");

    /// <summary>The folder of the authority.</summary>
    public string Authority => Of("ca");

    /// <summary>Makes them.</summary>
    /// <param name="options">Options of <c>prcl-silo certificates</c> besides.</param>
    public static async Task<CertificateFolders> Made(params string[] options)
    {
        var root = Directory.CreateTempSubdirectory("prcl-certificates-");
        (await Finished.Run(Programs.Silo, ["certificates", "--out", root.FullName, .. options])).Succeeded();
        return new CertificateFolders(root);
    }

    /// <summary>A silo with a certificate, and clients that have one, ready.</summary>
    public async Task<SiloProcess> Started()
    {
        var silo = new SiloProcess(options: ["--certificates", Silo, "--devices", "cpu"], clientCertificates: Client);
        silo.Start();
        await silo.Ready();
        return silo;
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Delete(recursive: true);

    private string Of(string folder) => Path.Combine(_root.FullName, folder);
}
