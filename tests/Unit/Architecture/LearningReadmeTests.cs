using System.Text.RegularExpressions;
using Xunit;

namespace Prcl.Unit.Architecture;

/// <summary><c>src/Learning/README.md</c> ties equation → file → test, and stays true.</summary>
public sealed partial class LearningReadmeTests
{
    [Fact]
    public void Every_file_that_the_readme_names_exists()
    {
        var links = Links().ToArray();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Folder, link)), $"README.md names {link}, which doesn't exist."));
    }

    private static string Folder { get; } = FindFolder();

    private static IEnumerable<string> Links() =>
        Link().Matches(File.ReadAllText(Path.Combine(Folder, "README.md"))).Select(match => match.Groups[1].Value);

    private static string FindFolder()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Prcl.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "src", "Learning");
    }

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
