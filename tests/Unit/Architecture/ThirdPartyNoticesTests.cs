using System.Text.Json;
using System.Text.RegularExpressions;
using Prcl.Unit.Infra;
using Xunit;

namespace Prcl.Unit.Architecture;

public sealed partial class ThirdPartyNoticesTests
{
    [Fact]
    public void Every_package_that_is_shipped_is_listed_with_its_licence_and_no_other()
    {
        var listed = Rows("nuget.org");
        var shipped = Shipped("prcl-silo.deps.json").Concat(Shipped("prcl.deps.json")).Distinct().Order(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(shipped, listed.Select(m => $"{m.Groups["id"].Value}/{m.Groups["version"].Value}").Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(listed, m => Assert.NotEqual("not named", m.Groups["licence"].Value));
    }

    [Fact]
    public void Every_library_in_the_page_is_listed_as_its_build_tells_it()
    {
        var bundled = File.ReadLines(Path.Combine(InfraFolder.Root, "src", "Web", "dist", "licences.md")).Select(l => Heading().Match(l)).Where(m => m.Success).ToArray();

        Assert.Contains("lit", bundled.Select(m => m.Groups["id"].Value));
        Assert.Contains("uplot", bundled.Select(m => m.Groups["id"].Value));
        Assert.Equal(bundled.Select(Told), Rows("npmjs.com").Select(Told));
    }

    private static Match[] Rows(string source) =>
        [.. File.ReadLines(Path.Combine(InfraFolder.Root, "THIRD-PARTY-NOTICES.md")).Where(l => l.Contains(source, StringComparison.Ordinal)).Select(l => Row().Match(l)).Where(m => m.Success)];

    private static string Told(Match row) => $"{row.Groups["id"].Value} {row.Groups["version"].Value} {row.Groups["licence"].Value}";

    private static IEnumerable<string> Shipped(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file)));
        var packages = document.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package").Select(l => l.Name).ToHashSet();
        return
        [
            .. document.RootElement.GetProperty("targets").EnumerateObject().SelectMany(t => t.Value.EnumerateObject())
                .Where(l => packages.Contains(l.Name) && (l.Value.TryGetProperty("runtime", out _) || l.Value.TryGetProperty("native", out _) || l.Value.TryGetProperty("runtimeTargets", out _)))
                .Select(l => l.Name),
        ];
    }

    [GeneratedRegex(@"^## (?<id>\S+) - (?<version>\S+) \((?<licence>.+)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| \[(?<id>[^\]]+)\]\([^)]*\) \| (?<version>\S+) \| (?<licence>[^|]+?) \|", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
