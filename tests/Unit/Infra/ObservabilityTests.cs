using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Prcl.Unit.Infra;

/// <summary>Dashboard and alerts ask for figures that silos tell.</summary>
public sealed partial class ObservabilityTests
{
    [Fact]
    public async Task Every_figure_that_is_asked_for_is_told()
    {
        var told = await PublishedFigures.Names();
        var asked = Alerts().Select(a => a.Expr).Concat(Dashboard()).SelectMany(e => Figure().Matches(e)).Select(m => m.Value).Distinct().ToArray();

        Assert.True(asked.Length > 15, string.Join(", ", asked));
        Assert.Empty(asked.Except(told));
    }

    [Fact]
    public void Figures_of_runs_are_told_by_every_silo_so_each_query_takes_the_maximum_by_run()
    {
        var ofRuns = Alerts().Select(a => a.Expr).Concat(Dashboard()).Where(e => e.Contains("(run", StringComparison.Ordinal) || e.Contains("run=~", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(ofRuns);
        Assert.All(ofRuns, e => Assert.Equal(RunFigure().Count(e), MaximumByRun().Count(e)));
    }

    [Fact]
    public void Every_alert_says_what_is_wrong_and_what_to_do()
    {
        var alerts = Alerts();

        Assert.Distinct(alerts.Select(a => a.Alert));
        Assert.All(alerts, a => Assert.Contains(a.Labels["severity"], (string[])["critical", "warning", "info"]));
        Assert.All(alerts, a => Assert.True(a.Annotations["summary"].Length > 10 && a.Annotations["description"].Length > 10, a.Alert));
        foreach (var page in alerts.SelectMany(a => Page().Matches(a.Annotations["description"])).Select(m => m.Value))
        {
            Assert.True(File.Exists(Path.Combine(InfraFolder.Root, page)), page);
        }
    }

    [Fact]
    public void Panels_do_not_lie_on_one_another()
    {
        var taken = new HashSet<(int, int)>();
        foreach (var place in Panels().Select(p => p.GetProperty("gridPos")))
        {
            var (x, y, w, h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.True(x >= 0 && x + w <= 24);
            Assert.All(Enumerable.Range(0, w * h), i => Assert.True(taken.Add((x + (i % w), y + (i / w)))));
        }
    }

    private static Rule[] Alerts() => [.. new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build()
        .Deserialize<RuleFile>(InfraFolder.Read("infra/prometheus/alerts.yaml")).Groups.SelectMany(g => g.Rules)];

    private static JsonElement[] Panels() => [.. JsonDocument.Parse(InfraFolder.Read("infra/grafana/prcl.json")).RootElement.GetProperty("panels").EnumerateArray()];

    private static IEnumerable<string> Dashboard() => Panels().SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!);

    [GeneratedRegex("prcl_[a-z_]+")]
    private static partial Regex Figure();

    [GeneratedRegex("prcl_(?!storage|exchange|recovery|prototype)[a-z_]+", RegexOptions.ExplicitCapture)]
    private static partial Regex RunFigure();

    [GeneratedRegex(@"max by \(run(, [a-z]+)*\) \(prcl_", RegexOptions.ExplicitCapture)]
    private static partial Regex MaximumByRun();

    [GeneratedRegex(@"docs/[a-z]+\.md")]
    private static partial Regex Page();

    internal sealed class RuleFile
    {
        public List<Group> Groups { get; set; } = [];
    }

    internal sealed class Group
    {
        public string Name { get; set; } = "";

        public List<Rule> Rules { get; set; } = [];
    }

    internal sealed class Rule
    {
        public string Alert { get; set; } = "";

        public string Expr { get; set; } = "";

        public string For { get; set; } = "";

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
