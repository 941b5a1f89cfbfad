using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class ScatterChartTests
{
    private static readonly (byte, byte, byte) Colour = (200, 0, 90);

    [Fact]
    public void Every_marker_and_ellipse_leaves_its_colour()
    {
        foreach (var marker in Enum.GetValues<ScatterMarker>())
        {
            var picture = ScatterChart.Render("", [new("", [(0, 0)]), new("", [(1, 1), (2, 0)]) { Colour = Colour, Marker = marker }], "", "");
            Assert.True(picture.Pixels.Chunk(3).Count(p => p[0] > p[1] + 60) > 20, $"{marker}");
        }

        var ring = ScatterChart.Render("", [new("", []) { Colour = Colour, Ellipses = [new(0, 0, 2, 1, 30)] }], "", "");
        Assert.True(ring.Pixels.Chunk(3).Count(p => p[0] > p[1] + 60) > 300);
    }

    [Fact]
    public void A_circle_stays_round_in_a_wide_chart()
    {
        var picture = ScatterChart.Render("", [new("", []) { Colour = Colour, Ellipses = [new(3, 4, 1, 1)] }], "", "", width: 900, height: 400);
        var tinted = Enumerable.Range(0, 900 * 400).Where(i => picture.Pixels[i * 3] > picture.Pixels[i * 3 + 1] + 20).ToArray();
        var width = tinted.Max(i => i % 900) - tinted.Min(i => i % 900);
        var height = tinted.Max(i => i / 900) - tinted.Min(i => i / 900);
        Assert.InRange(width / (double)height, 0.98, 1.02);
    }

    [Fact]
    public void Odd_series_are_drawn_without_complaint()
    {
        Assert.Equal(760, ScatterChart.Render("", [], "", "").Width);
        ScatterSeries odd = new(new string('w', 300), [(double.NaN, 0), (0, double.PositiveInfinity)]) { Ellipses = [new(double.NaN, 0, 1, 1), new(0, 0, double.NaN, 1), new(0, 0, 0, 0)] };
        Assert.Equal(760, ScatterChart.Render("", [odd, new("empty", [])], "", "").Width);
    }
}
