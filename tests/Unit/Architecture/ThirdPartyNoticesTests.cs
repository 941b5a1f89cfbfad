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
        var listed = File.ReadLines(Path.Combine(InfraFolder.Root, "THIRD-PARTY-NOTICES.md")).Select(l => Row().Match(l)).Where(m => m.Success).ToArray();
        var shipped = Shipped("prcl-silo.deps.json").Concat(Shipped("prcl.deps.json")).Distinct().Order(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(shipped, listed.Select(m => $"{m.Groups["id"].Value}/{m.Groups["version"].Value}").Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(listed, m => Assert.NotEqual("not named", m.Groups["licence"].Value));
    }

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

    [GeneratedRegex(@"^\| \[(?<id>[^\]]+)\]\([^)]*\) \| (?<version>\S+) \| (?<licence>[^|]+?) \|", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
