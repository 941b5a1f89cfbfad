using Prcl.EndToEnd.Doors;

namespace Prcl.Chaos.Cluster;

/// <summary>What silos and clients believe each other by, exchanged while they work as docs/security.md tells it.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private static readonly TimeSpan EachSees = TimeSpan.FromSeconds(3);
    private readonly CertificateFolders _made;

    private ClusterCertificates(CertificateFolders made) => _made = made;

    /// <summary>The folder of silos.</summary>
    public string Silo => _made.Silo;

    /// <summary>The folder of clients.</summary>
    public string Client => _made.Client;

    /// <summary>Makes them.</summary>
    public static async Task<ClusterCertificates> Made() => new(await CertificateFolders.Made());

    /// <summary>Another authority and other certificates, in three steps.</summary>
    public async Task Exchange()
    {
        using var next = await CertificateFolders.Made();
        var authority = await File.ReadAllTextAsync(Path.Combine(next.Authority, "ca.crt"));
        foreach (var folder in (string[])[Silo, Client])
        {
            await Replace(folder, "ca.crt", await File.ReadAllTextAsync(Path.Combine(folder, "ca.crt")) + authority);
        }

        await Task.Delay(EachSees);
        foreach (var (folder, from) in (ReadOnlySpan<(string, string)>)[(Silo, next.Silo), (Client, next.Client)])
        {
            File.Move(Path.Combine(from, "tls.key"), Path.Combine(folder, "tls.key"), overwrite: true);
            File.Move(Path.Combine(from, "tls.crt"), Path.Combine(folder, "tls.crt"), overwrite: true);
        }

        await Task.Delay(EachSees);
        foreach (var folder in (string[])[Silo, Client])
        {
            await Replace(folder, "ca.crt", authority);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _made.Dispose();

    private static async Task Replace(string folder, string name, string text)
    {
        var next = Path.Combine(folder, name + ".next");
        await File.WriteAllTextAsync(next, text);
        File.Move(next, Path.Combine(folder, name), overwrite: true);
    }
}
