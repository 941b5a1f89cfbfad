using System.Xml.Linq;
using Prcl.Silo.Demo;
using Prcl.Silo.Reports;
using Prcl.Unit.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Reports;

public sealed class HtmlReportTests
{
    private static readonly Dictionary<string, string> Settings = new() { ["weights"] = "<street>" };

    [Fact]
    public void The_page_needs_nothing_else()
    {
        var page = Write(FakeDemo.Record());

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, page.Split("src=\"data:image/png;base64,AQI=\"").Length - 1);
        Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_what_learning_has_gained_in_each_domain()
    {
        var page = Write(FakeDemo.Record());

        Assert.Contains("<span class=\"name\">day</span><span class=\"figure up\">+1.0</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"name\">dusk</span><span class=\"figure\">–</span>", page, StringComparison.Ordinal);
        Assert.Contains("day: learning reaches 45.0 % mIoU, the frozen model 44.0 %", page, StringComparison.Ordinal);
        Assert.Contains("45.0 <small>44.0</small>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_elsewhere_is_no_markup() => Assert.Contains("&lt;street&gt;", Write(FakeDemo.Record()), StringComparison.Ordinal);

    [Fact]
    public void A_demo_that_saw_nothing_has_a_page_all_the_same() => Assert.Contains("<h1>", Write(new DemoRecord()), StringComparison.Ordinal);

    [Fact]
    public void Curves_are_well_formed()
    {
        var record = FakeDemo.Record();

        var svg = XElement.Parse(CurveSvg.Draw(LearningCurve.Of(record, "day"), record.SinceFirstStep, 3, 130, (20, 60)));

        Assert.Equal(3, svg.Descendants("circle").Count());
        Assert.Equal(["frozen", "learning"], svg.Descendants("polyline").Select(l => l.Attribute("class")!.Value));
    }

    private static string Write(DemoRecord record) => new HtmlReport(record, FakeDemo.Plan(), SummaryBuilder.Build(record, FakeDemo.Plan(), Settings, ([], 0)))
        .Write([(PictureFiles.Miou, [9]), (PictureFiles.Doubts, [1, 2]), (PictureFiles.Drift, [1, 2])]);
}
