using Xunit;

namespace Prcl.Unit.Learning.Images;

/// <summary>Fixtures too large or not free enough for the repository: <c>PRCL_DATA</c>, else <c>../shared/data</c> beside the repository.</summary>
internal static class SharedData
{
    /// <summary>A path below the data folder; skips the test when it is not there.</summary>
    public static string PathOrSkip(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("PRCL_DATA") ?? FindBesideRepository();
        var path = root is null ? null : Path.Combine([root, .. parts]);
        if (!Path.Exists(path))
        {
            Assert.Skip($"{string.Join('/', parts)} is not in the data folder (PRCL_DATA, else ../shared/data).");
        }

        return path;
    }

    private static string? FindBesideRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Prcl.Orleans.sln")))
            {
                return Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared", "data");
            }
        }

        return null;
    }
}
