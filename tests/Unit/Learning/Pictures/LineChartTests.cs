using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class LineChartTests
{
    private static readonly (byte, byte, byte) Colour = (200, 0, 90);

    [Fact]
    public void A_line_goes_through_the_plot_in_its_colour()
    {
        var picture = LineChart.Render("mIoU", [new("mIoU", [(0, 0.5), (100, 0.5)]) { Colour = Colour }], "images", "mIoU");
        Assert.Equal((820, 440), (picture.Width, picture.Height));
        Assert.True(picture.Count(Colour) > 600, $"{picture.Count(Colour)} pixels");
    }

    [Fact]
    public void A_lone_point_is_a_dot_and_a_NaN_a_gap()
    {
        LineChartOptions options = new() { Width = 400, Height = 300 };
        var dot = LineChart.Render("", [new("", [(0, double.NaN), (1, 1), (2, double.NaN)]) { Colour = Colour }], "", "", options);
        Assert.True(dot.Count(Colour) is > 10 and < 120, $"{dot.Count(Colour)} pixels");
        var whole = LineChart.Render("", [new("", [(0, 1), (1, 1), (2, 1), (3, 1)]) { Colour = Colour }], "", "", options);
        var broken = LineChart.Render("", [new("", [(0, 1), (1, 1), (2, double.NaN), (3, 1)]) { Colour = Colour }], "", "", options);
        Assert.True(broken.Count(Colour) < 0.6 * whole.Count(Colour));
    }

    [Fact]
    public void Odd_series_are_drawn_without_complaint()
    {
        LineSeries[] series =
        [
            new("empty", []),
            new("not a number", [(double.NaN, 1), (1, double.NaN), (2, double.PositiveInfinity), (double.NegativeInfinity, 0)]),
            new("negative", [(0, -1), (1, 0), (2, -1e-9)]),
            new("huge", [(0, 1e300), (1, -1e300)]),
            new(new string('w', 400), [(0, 1)]),
        ];
        foreach (var logarithmic in (bool[])[false, true])
        {
            for (var count = 0; count <= series.Length; count++)
            {
                LineChartOptions options = new() { LogarithmicY = logarithmic, Events = [(0, "day"), (0.01, "dusk"), (double.NaN, "rain"), (2, new string('m', 300))] };
                Assert.Equal(820, LineChart.Render(new string('t', 500), series[..count], new string('x', 500), new string('y', 500), options).Width);
            }
        }
    }

    [Fact]
    public void A_long_legend_makes_the_picture_taller()
    {
        LineSeries[] series = [.. Enumerable.Range(0, 150).Select(i => new LineSeries($"class number {i}", [(0, 0.5), (1, 0.5)]) { Colour = Colour })];
        var picture = LineChart.Render("", series, "", "");
        Assert.True(picture.Height > 600);
        Assert.Contains(Enumerable.Range(0, picture.Height), row => Enumerable.Range(0, picture.Width).Count(x => picture.At(x, row) == Colour) > 600);
    }

    [Fact]
    public void A_chart_without_room_is_refused() =>
        Assert.Throws<ArgumentException>(() => LineChart.Render("", [], "", "", new() { Width = 100 }));

    [Fact]
    public void A_fixed_range_cuts_what_lies_outside()
    {
        var picture = LineChart.Render("", [new("", [(0, 5), (1, 5)]) { Colour = Colour }], "", "", new() { RangeY = (0, 1) });
        // What is left of the line is its sign in the legend.
        Assert.True(picture.Count(Colour) < 60, $"{picture.Count(Colour)} pixels");
    }
}
