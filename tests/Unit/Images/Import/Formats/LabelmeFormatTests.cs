using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Xunit;

namespace Prcl.Unit.Images.Import.Formats;

public sealed class LabelmeFormatTests : IDisposable
{
    private static readonly ClassList Classes = ImportFixture.Classes("background", "car", "person");
    private readonly ImportFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Polygons_rectangles_and_masks_are_drawn_in_the_order_of_the_file()
    {
        var mask = Convert.ToBase64String(LabelPng.Write(new LabelMap(2, 2, [0, 1, 1, 0])));
        _data.Photos("a.png").Text("a.json", Labelme(
            Shape("car", "polygon", "[[2,2],[8,2],[8,6],[2,6]]"),
            Shape("person", "rectangle", "[[6.7,3.2],[4.1,4.9]]"),
            Shape("__ignore__", "mask", "[[10,0],[11,1]]", $", \"mask\": \"{mask}\""),
            Shape("_background_", "polygon", "[[2,5],[3,5],[3,6],[2,6]]")));

        var rows = _data.Only("labelme", Classes);
        Assert.Equal("00000000000-00000000", rows[0]);
        Assert.Equal("0000000000-000000000", rows[1]);
        Assert.Equal("00111111100000000000", rows[2]);
        Assert.Equal("00112221100000000000", rows[3]);
        Assert.Equal("00112221100000000000", rows[4]);
        Assert.Equal("00001111100000000000", rows[5]);
    }

    [Fact]
    public void The_image_may_lie_in_another_folder_of_the_data_set_but_not_outside()
    {
        _data.Photos("images/a.png").Text("json/a.json", Labelme(Shape("car", "polygon", "[[2,2],[8,2],[8,6]]")).Replace("\"a.png\"", "\"..\\\\images\\\\a.png\"", StringComparison.Ordinal));
        Assert.Single(_data.Read("labelme").Items);

        _data.Text("json/a.json", Labelme(Shape("car", "polygon", "[[2,2],[8,2],[8,6]]")).Replace("\"a.png\"", "\"../../a.png\"", StringComparison.Ordinal));
        Assert.Contains("leads out of", _data.Refusal("labelme", Classes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("circle", "[[2,2],[8,2]]", "the shape is a circle")]
    [InlineData("polygon", "[[2,2],[8,2]]", "needs 3 corners")]
    [InlineData("polygon", "[[2,2],[8,2],[3]]", "shapes[0].points[2]: a point is two numbers")]
    [InlineData("rectangle", "[[2,2]]", "a rectangle has two points")]
    [InlineData("mask", "[[2,2],[3,3]]", "there is no \"mask\"")]
    public void A_shape_that_cannot_be_drawn_is_named(string kind, string points, string words)
    {
        _data.Photos("a.png").Text("a.json", Labelme(Shape("car", kind, points)));

        Assert.Contains(words, _data.Refusal("labelme", Classes), StringComparison.Ordinal);
    }

    internal static string Labelme(params string[] shapes) =>
        $$"""{"version": "5.5.0", "flags": {}, "shapes": [{{string.Join(",\n", shapes)}}], "imagePath": "a.png", "imageData": null, "imageHeight": 16, "imageWidth": 20}""";

    internal static string Shape(string label, string kind, string points, string more = "") =>
        $$"""{"label": "{{label}}", "points": {{points}}, "group_id": null, "shape_type": "{{kind}}", "flags": {}{{more}}}""";
}
