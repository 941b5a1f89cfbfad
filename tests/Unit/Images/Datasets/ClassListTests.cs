using Prcl.Images.Datasets;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Images.Datasets;

public sealed class ClassListTests
{
    [Fact]
    public void What_is_written_is_parsed_back()
    {
        var classes = new ClassList([new("Größe \"x\"", new(1, 2, 3)), new("b", new(255, 0, 255))], ignore: 7);

        Assert.Equal(classes, ClassList.Parse(classes.ToJson(), "test"));
        Assert.Equal(classes.GetHashCode(), ClassList.Parse(classes.ToJson(), "test").GetHashCode());
    }

    [Fact]
    public void Lists_differ_by_any_class_and_by_ignore()
    {
        var classes = new ClassList([new("a", default), new("b", default)]);

        Assert.NotEqual(classes, new ClassList(classes.Classes, ignore: 9));
        Assert.NotEqual(classes, new ClassList([new("a", default), new("b", new(1, 0, 0))]));
    }

    [Fact]
    public void Classes_of_one_colour_are_told() => Assert.Equal(
        "classes 'a' and 'c' have one colour, [1, 2, 3]: pictures can't tell them apart",
        Assert.Single(new ClassList([new("a", new(1, 2, 3)), new("b", default), new("c", new(1, 2, 3))]).Notes));

    [Fact]
    public void CamVid_has_eleven_classes()
    {
        var classes = ClassList.Read(SharedData.PathOrSkip("camvid", "classes.json"));

        Assert.Equal((11, 255), (classes.Count, classes.Ignore));
        Assert.Equal(new ClassInfo("Bicyclist", new RgbColor(0, 128, 192)), classes.Classes[10]);
    }

    [Fact]
    public void Colours_may_be_hexadecimal_or_left_out()
    {
        var classes = ClassList.Parse("""{"classes": [{"name": "a", "color": "#ff8001"}, {"name": "b"}]}""", "test");

        Assert.Equal([new RgbColor(255, 128, 1), ClassColours.Of(1)], classes.Classes.Select(entry => entry.Color));
    }

    [Theory]
    [InlineData("""{"classes": [{"name": "a", "color": "red"}, {"name": "b"}]}""", "class 0 ('a') has the color \"red\"; \"#rrggbb\" or three numbers")]
    [InlineData("not json", "no sound JSON")]
    [InlineData("[]", "no list \"classes\"")]
    [InlineData("""{"classes": []}""", "there are 0 classes; 2 to 65534")]
    [InlineData("""{"classes": [{"name": "a", "color": [1, 2, 3]}]}""", "there are 1 classes")]
    [InlineData("""{"classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "a", "color": [1, 2, 3]}]}""", "classes 0 and 1 are both named 'a'")]
    [InlineData("""{"classes": [{"name": " ", "color": [1, 2, 3]}, {"name": "a", "color": [1, 2, 3]}]}""", "class 0 has an empty name")]
    [InlineData("""{"classes": [{"color": [1, 2, 3]}, {"name": "a", "color": [1, 2, 3]}]}""", "class 0 has no text \"name\"")]
    [InlineData("""{"classes": [{"name": "a", "color": [1, 2]}, {"name": "b", "color": [1, 2, 3]}]}""", "class 0 ('a') has no \"color\" of three")]
    [InlineData("""{"classes": [{"name": "a", "color": [1, 2, 256]}, {"name": "b", "color": [1, 2, 3]}]}""", "class 0 ('a') has 256 in its color; 0 to 255")]
    [InlineData("""{"classes": [{"name": "a", "color": [1, 2, "x"]}, {"name": "b", "color": [1, 2, 3]}]}""", "class 0 ('a') has \"x\" in its color")]
    [InlineData("""{"ignore": 1, "classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [1, 2, 3]}]}""", "ignore is 1, which is the id of class 'b'")]
    [InlineData("""{"ignore": -1, "classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [1, 2, 3]}]}""", "ignore is -1; it must be 0 to 65535")]
    [InlineData("""{"ignore": "no", "classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [1, 2, 3]}]}""", "ignore is \"no\"; it must be 0 to 65535")]
    [InlineData("""{"ignore_index": 0, "classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [1, 2, 3]}]}""", "\"ignore_index\" is no key")]
    [InlineData("""{"ignore": 255, "void": 0, "classes": [{"name": "a", "color": [1, 2, 3]}, {"name": "b", "color": [1, 2, 3]}]}""", "\"void\" is no key")]
    public void A_broken_list_is_refused_with_source_and_reason(string json, string words)
    {
        var error = Assert.Throws<DatasetException>(() => ClassList.Parse(json, "my/classes.json"));

        Assert.StartsWith("my/classes.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.StartsWith("/no/such/classes.json: ", Assert.Throws<DatasetException>(() => ClassList.Read("/no/such/classes.json")).Message, StringComparison.Ordinal);
}
