namespace Prcl.Unit.Infra;

/// <summary>The repository's files that the tests of <c>infra/</c> read.</summary>
internal static class InfraFolder
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the manifests.</summary>
    public static string Kubernetes { get; } = Path.Combine(Root, "infra", "kubernetes");

    /// <summary>A file's text.</summary>
    /// <param name="path">Its path from the root.</param>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>A program of the <c>PATH</c>; null where it isn't installed.</summary>
    public static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, name)).FirstOrDefault(File.Exists);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Prcl.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
