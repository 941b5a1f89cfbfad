using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class MatrixChartTests
{
    [Fact]
    public void The_largest_cell_is_darkest()
    {
        var picture = MatrixChart.Render("Similarity", ["a", "b"], ["a", "b"], new double[,] { { 1, 0 }, { 0, 1 } });
        Assert.True(picture.Count((12, 46, 108)) > 2 * 40 * 40);
        Assert.True(picture.Count((247, 249, 252)) > 2 * 40 * 40);
    }

    [Fact]
    public void Long_names_make_room_for_themselves()
    {
        var name = "a class with quite a long name";
        var narrow = MatrixChart.Render("", ["a", "b"], ["a", "b"], new double[2, 2]);
        var wide = MatrixChart.Render("", ["a", "b"], [name, name], new double[2, 2]);
        Assert.True(wide.Height > narrow.Height + 80 && wide.Width > narrow.Width + 80);
        Assert.True(MatrixChart.Render(new string('t', 900), [new string('w', 300)], [new string('m', 300)], new double[,] { { 1 } }).Width < 800);
    }

    [Fact]
    public void Odd_values_are_drawn_without_complaint()
    {
        Assert.True(MatrixChart.Render("", [], [], new double[0, 0]).Width > 0);
        Assert.True(MatrixChart.Render("", ["a"], ["b", "c"], new[,] { { double.NaN, double.PositiveInfinity } }).Width > 0);
        var many = Enumerable.Range(0, 150).Select(i => $"class {i}").ToArray();
        Assert.True(MatrixChart.Render("", many, many, new double[150, 150]).Width > 150 * 20);
    }

    [Fact]
    public void Names_that_do_not_fit_the_values_are_refused() =>
        Assert.Throws<ArgumentException>(() => MatrixChart.Render("", ["a"], ["b"], new double[2, 1]));
}
