using Prcl.Images.Datasets;
using Prcl.Images.Import;
using Xunit;

namespace Prcl.Unit.Images.Import.Formats;

public sealed class CocoFormatTests : IDisposable
{
    private static readonly ClassList Classes = ImportFixture.Classes("background", "car", "person");
    private readonly ImportFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Polygons_and_run_lengths_of_both_kinds_are_drawn()
    {
        _data.Photos("images/a.png").Text("a.json", Coco(
            Annotation(1, 3, "[[2,2,8,2,8,6,2,6],[10,2,12,2,12,4,10,4]]"),
            Annotation(2, 7, """{"size":[16,20],"counts":[0,5,315]}"""),
            Annotation(3, 7, """{"size":[16,20],"counts":"3X12iN`8"}""")));

        var rows = _data.Only("coco", Classes);
        Assert.Equal("22200000000000000000", rows[0]);
        Assert.Equal("22111111001100000000", rows[2]);
        Assert.Equal("22111111000000000000", rows[5]);
        Assert.Equal("22200000000000000000", rows[6]);
        Assert.Equal("22000000000000000000", rows[11]);
        Assert.Equal("22200000000000000000", rows[13]);
    }

    [Fact]
    public void Small_objects_lie_on_large_ones_whatever_their_order()
    {
        _data.Photos("a.png").Text("a.json", Coco(Annotation(1, 7, "[[4,4,6,4,6,6,4,6]]"), Annotation(2, 3, "[[2,2,12,2,12,12,2,12]]")));

        Assert.Equal("00112211111100000000", _data.Only("coco", Classes)[4]);
    }

    [Fact]
    public void Without_a_class_for_background_the_rest_is_ignored_and_the_option_says_otherwise()
    {
        _data.Photos("a.png").Text("a.json", Coco(Annotation(1, 3, "[[2,2,8,2,8,6,2,6]]")));
        var classes = ImportFixture.Classes("person", "car", "road");

        Assert.Equal("--111111------------", _data.Only("coco", classes)[2]);
        Assert.Equal("22111111222222222222", _data.Only("coco", classes, uncovered: "road")[2]);
    }

    [Fact]
    public void Files_of_parts_are_read_by_name_and_images_found_in_the_folder_of_the_part()
    {
        _data.Photos("train2017/a.png", "val2017/a.png")
            .Text("annotations/instances_train2017.json", Coco(Annotation(1, 3, "[[2,2,8,2,8,6,2,6]]")))
            .Text("annotations/instances_val2017.json", Coco(Annotation(1, 7, "[[2,2,8,2,8,6,2,6]]")))
            .Text("annotations/captions_val2017.json", "{}");

        var set = _data.Read("coco");
        Assert.Empty(set.Faults);
        Assert.Equal([("train", _data.Files.At("train2017/a.png")), ("val", _data.Files.At("val2017/a.png"))], set.Items.Select(item => (item.Split, item.ImagePath)));
        Assert.Contains(set.Notes, note => note.Contains("captions_val2017.json isn't used", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]", "annotation 1.segmentation: it has no polygon")]
    [InlineData("null", "annotation 1: there is no \"segmentation\"")]
    [InlineData("[[1,2,3,4,5]]", "annotation 1.segmentation[0]: x and y come in pairs, and there are 5 numbers")]
    [InlineData("[[1,2,3,4]]", "needs 3 corners")]
    [InlineData("[[1,2,3,4,5,1e9]]", "far outside")]
    [InlineData("[[1,2,3,4,5,\"6\"]]", "annotation 1.segmentation[0][5]: \"6\" is there, and a number is needed")]
    [InlineData("{\"size\":[20,16],\"counts\":[320]}", "\"size\" says 20 rows and 16 columns")]
    [InlineData("{\"size\":[16,20],\"counts\":[319]}", "319 pixels together")]
    [InlineData("{\"size\":[16,20],\"counts\":[-1,321]}", "a whole number from 0")]
    [InlineData("{\"size\":[16,20]}", "there is no \"counts\"")]
    public void An_object_that_cannot_be_drawn_keeps_its_image_out_and_is_named(string segmentation, string words)
    {
        _data.Photos("a.png").Text("a.json", Coco(Annotation(1, 3, segmentation)));

        Assert.Contains(words, _data.Refusal("coco", Classes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"images":[],"annotations":[]}""", "there is no \"categories\"")]
    [InlineData("""{"images":[],"annotations":[{"id":4,"image_id":9}],"categories":[]}""", "annotation 4: there is no image of the id 9")]
    [InlineData("""{"images":[],"annotations":[],"categories":[{"id":1,"name":"a"},{"id":1,"name":"b"}]}""", "two categories of the id 1")]
    [InlineData("""{"images":[],"images":[],"annotations":[],"categories":[]}""", "no sound JSON")]
    [InlineData("{\n  \"images\": [}", "line 2, column 14")]
    public void A_file_that_cannot_be_read_is_named_with_the_place(string json, string words)
    {
        _data.Text("a.json", json);

        Assert.Contains(words, _data.Refusal("coco", Classes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../a.png", "leads out of")]
    [InlineData("/etc/passwd", "names a place of another machine")]
    [InlineData("C:\\\\a.png", "names a place of another machine")]
    [InlineData("b.png", "there is no image 'b.png'")]
    [InlineData("c.png", "could be x/c.png or y/c.png")]
    public void Images_are_found_in_the_folder_only(string name, string words)
    {
        _data.Photos("x/c.png", "y/c.png").Text("a.json", Coco(Annotation(1, 3, "[[2,2,8,2,8,6,2,6]]")).Replace("\"a.png\"", $"\"{name}\"", StringComparison.Ordinal));

        Assert.Contains(words, _data.Refusal("coco", Classes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_is_not_the_images_is_refused()
    {
        _data.Photos(20, 18, "a.png").Text("a.json", Coco(Annotation(1, 3, "[[2,2,8,2,8,6,2,6]]")));

        Assert.Contains("image 5: it is said to be 20×16, and the image is 20×18", _data.Refusal("coco", Classes), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_without_an_object_are_left_out_unless_they_are_wanted()
    {
        _data.Photos("a.png").Text("a.json", Coco());

        Assert.Empty(_data.Read("coco").Items);
        Assert.Contains("1 image without any object left out", Assert.Single(_data.Read("coco").Notes), StringComparison.Ordinal);
        Assert.Equal("00000000000000000000", _data.Only("coco", Classes, new ImportOptions(KeepsEmpty: true))[0]);
    }

    [Fact]
    public void Two_files_that_label_one_image_are_both_named()
    {
        _data.Photos("a.png").Text("a.json", Coco(Annotation(1, 3, "[[2,2,8,2,8,6,2,6]]"))).Text("b.json", Coco(Annotation(1, 7, "[[2,2,8,2,8,6,2,6]]")));

        Assert.Contains("labelled twice, in a.json and b.json", _data.Refusal("coco", Classes), StringComparison.Ordinal);
    }

    internal static string Coco(params string[] annotations) => $$"""
        {"images": [{"id": 5, "file_name": "a.png", "width": 20, "height": 16}],
         "annotations": [{{string.Join(",\n", annotations)}}],
         "categories": [{"id": 3, "name": "car"}, {"id": 7, "name": "person"}]}
        """;

    internal static string Annotation(int id, int category, string segmentation) =>
        $$"""{"id": {{id}}, "image_id": 5, "category_id": {{category}}, "iscrowd": 0, "segmentation": {{segmentation}}}""";
}
