using System.Text.Json;
using Prcl.Silo.Reports;
using Prcl.Unit.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Reports;

public sealed class SummaryTests
{
    private static readonly Dictionary<string, string> Settings = new() { ["total-steps"] = "100" };

    [Fact]
    public void The_file_has_the_documented_form()
    {
        using var json = JsonDocument.Parse(Build().ToJson());
        var root = json.RootElement;

        Assert.Equal("100", root.GetProperty("settings").GetProperty("total-steps").GetString());
        Assert.Equal(800 / 120.0, root.GetProperty("imagesPerSecond").GetDouble(), 9);
        Assert.Equal(120, root.GetProperty("wallSeconds").GetDouble());
        Assert.Equal(100, root.GetProperty("tensorSeconds").GetDouble());
        Assert.Equal(3_000_000, root.GetProperty("peakMemoryBytes").GetInt64());
        Assert.Equal(2_000_000, root.GetProperty("memory")[0].GetProperty("bytes").GetInt64());
        Assert.Equal(3, root.GetProperty("memory")[0].GetProperty("seconds").GetDouble());
        Assert.Equal(100, root.GetProperty("losses").GetArrayLength());
        Assert.Equal(1, root.GetProperty("losses")[0].GetProperty("supervised").GetDouble());
        Assert.Equal("road", root.GetProperty("prototypes")[0].GetProperty("name").GetString());
        Assert.Equal(1000, root.GetProperty("prototypes")[0].GetProperty("evidence").GetDouble());
        Assert.Equal(0.1, root.GetProperty("prototypes")[0].GetProperty("drift").GetDouble());
        Assert.Equal("fog", root.GetProperty("extra")[0].GetProperty("name").GetString());
        Assert.Equal(12, root.GetProperty("extra")[0].GetProperty("finalMiou").GetDouble());
    }

    [Fact]
    public void A_domain_has_what_the_frozen_model_reaches_on_the_same_frames()
    {
        using var json = JsonDocument.Parse(Build().ToJson());
        var domains = json.RootElement.GetProperty("domains");

        Assert.Equal(44, domains[0].GetProperty("frozenMiou").GetDouble());
        Assert.Equal(44, domains[0].GetProperty("frozenPerClassIou")[0].GetDouble());
        Assert.Equal(JsonValueKind.Null, domains[1].GetProperty("frozenMiou").ValueKind);
    }

    [Fact]
    public void A_domain_has_its_final_figure_and_its_history()
    {
        using var json = JsonDocument.Parse(Build().ToJson());
        var day = json.RootElement.GetProperty("domains")[0];

        Assert.Equal("day", day.GetProperty("name").GetString());
        Assert.Equal(45, day.GetProperty("finalMiou").GetDouble());
        Assert.Equal([30, 40, 45], day.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("miou").GetDouble()));
        Assert.Equal([10, 60, 126], day.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("seconds").GetDouble()));
        Assert.Equal([400, 800, 800], day.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("imagesSeen").GetInt64()));
    }

    [Fact]
    public void What_is_not_a_number_is_null()
    {
        using var json = JsonDocument.Parse(Build().ToJson());
        var domains = json.RootElement.GetProperty("domains");

        Assert.Equal(JsonValueKind.Null, domains[0].GetProperty("perClassIou")[1].ValueKind);
        Assert.Equal(JsonValueKind.Null, domains[1].GetProperty("finalMiou").ValueKind);
    }

    [Fact]
    public void Without_a_final_evaluation_the_newest_background_figure_stands_in()
    {
        var record = FakeDemo.Record();
        record.Final.Clear();

        var summary = SummaryBuilder.Build(record, FakeDemo.Plan(), Settings, ([], 0));

        Assert.Equal([40, 20], summary.Domains.Select(d => d.FinalMiou));
    }

    [Theory]
    [InlineData(5, 10, 5)]
    [InlineData(10_001, 2000, 2000)]
    public void A_long_series_is_thinned_but_keeps_its_ends(int count, int most, int expected)
    {
        int[] items = [.. Enumerable.Range(0, count)];

        var thinned = Thinning.Of(items, most);

        Assert.Equal((expected, 0, count - 1), (thinned.Count, thinned[0], thinned[^1]));
        Assert.Distinct(thinned);
    }

    [Fact]
    public void The_text_has_the_key_figures_and_explains_the_pictures_that_were_drawn()
    {
        var text = ReportText.Write(Build() with { Notes = ["one frame was refused"] }, [PictureFiles.Miou]);

        Assert.Contains("| day | 10 | 30.0 | 45.0 |", text, StringComparison.Ordinal);
        Assert.Contains("| dusk | 10 | 20.0 | – |", text, StringComparison.Ordinal);
        Assert.Contains("| fog | 10 | – | 12.0 |", text, StringComparison.Ordinal);
        Assert.Contains("| road | 45.0 | – | 1000 | 0.1000 |", text, StringComparison.Ordinal);
        Assert.Contains("![miou.png](miou.png)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("drift.png", text, StringComparison.Ordinal);
        Assert.Contains("- one frame was refused", text, StringComparison.Ordinal);
    }

    private static Summary Build() => SummaryBuilder.Build(FakeDemo.Record(), FakeDemo.Plan(), Settings, ([new MemoryPoint(3, 2_000_000)], 3_000_000));
}
