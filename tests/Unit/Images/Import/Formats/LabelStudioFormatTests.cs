using Prcl.Images.Datasets;
using Prcl.Images.Import;
using Prcl.Unit.Images.Import.Regions;
using Xunit;

namespace Prcl.Unit.Images.Import.Formats;

public sealed class LabelStudioFormatTests : IDisposable
{
    private static readonly ClassList Classes = ImportFixture.Classes("car", "person");
    private readonly ImportFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("/data/upload/1/0a1b2c3d-a.png")]
    [InlineData("/data/local-files/?d=photos%2Fa.png")]
    [InlineData("s3://bucket/x/a.png")]
    [InlineData("https://example.org/a.png?token=1")]
    public void Polygons_and_brushes_are_drawn_and_the_rest_is_ignored(string address)
    {
        var alpha = new byte[ImportFixture.Width * ImportFixture.Height];
        alpha[0] = alpha[45] = 255;
        _data.Photos("photos/a.png").Text("export.json", Export(address, Polygon("car", "[[10,12.5],[40,12.5],[40,37.5],[10,37.5]]"), BrushOf("person", alpha)));

        var rows = _data.Only("label-studio", Classes, uncovered: "ignore");
        Assert.Equal("1-------------------", rows[0]);
        Assert.Equal("--000100------------", rows[2]);
        Assert.Equal("--000000------------", rows[5]);
        Assert.Equal("--------------------", rows[6]);
        Assert.True(ImportFormats.Of("label-studio")!.IgnoresUncovered);
    }

    [Fact]
    public void Brush_pngs_belong_to_the_task_of_their_number()
    {
        _data.Photos("a.png").Text("export.json", Export("a.png"))
            .Numbers("brush/task-7-annotation-3-by-1-tag-car-0.png", (x, y) => y == 1 ? 255 : 0)
            .Numbers("brush/task-7-annotation-3-by-1-tag-person-0.png", (x, y) => x == 2 ? 255 : 0);

        Assert.Equal("00100000000000000000", _data.Only("label-studio", Classes, uncovered: "ignore")[1]);
    }

    [Theory]
    [InlineData("rectanglelabels", "{\"x\":1,\"y\":1,\"width\":5,\"height\":5,\"rectanglelabels\":[\"car\"]}", "a region of the type 'rectanglelabels' isn't drawn")]
    [InlineData("polygonlabels", "{\"points\":[[1,1],[2,2],[3,1]],\"polygonlabels\":[]}", "a region has one label, and there are 0")]
    [InlineData("polygonlabels", "{\"points\":[[1,1],[2,2],[3,1]]}", "there is no \"polygonlabels\"")]
    [InlineData("polygonlabels", "{\"points\":[[1,1],[2,2],[900,1]],\"polygonlabels\":[\"car\"]}", "far outside")]
    [InlineData("brushlabels", "{\"format\":\"rle\",\"rle\":[0,0,1],\"brushlabels\":[\"car\"]}", "bytes end before")]
    public void A_region_that_cannot_be_drawn_is_named(string type, string value, string words)
    {
        _data.Photos("a.png").Text("export.json", Export("a.png", Result(type, value)));

        Assert.Contains(words, _data.Refusal("label-studio", Classes), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_annotations_of_one_image_are_not_guessed_between()
    {
        _data.Photos("a.png").Text("export.json", """[{"id":7,"data":{"image":"a.png"},"annotations":[{"id":1,"result":[]},{"id":2,"result":[]}]}]""");

        Assert.Contains("task 7: there are 2 annotations", _data.Refusal("label-studio", Classes), StringComparison.Ordinal);
    }

    internal static string Export(string address, params string[] results) =>
        $$"""[{"id": 7, "data": {"image": "{{address}}"}, "annotations": [{"id": 3, "was_cancelled": false, "result": [{{string.Join(",\n", results)}}]}]}]""";

    internal static string Polygon(string label, string points) => Result("polygonlabels", $$"""{"points": {{points}}, "closed": true, "polygonlabels": ["{{label}}"]}""");

    internal static string BrushOf(string label, byte[] alpha) =>
        Result("brushlabels", $$"""{"format": "rle", "rle": [{{string.Join(",", Brush.Pack(alpha))}}], "brushlabels": ["{{label}}"]}""");

    private static string Result(string type, string value) =>
        $$"""{"id": "x", "type": "{{type}}", "from_name": "tag", "to_name": "image", "original_width": 20, "original_height": 16, "image_rotation": 0, "value": {{value}}}""";
}
