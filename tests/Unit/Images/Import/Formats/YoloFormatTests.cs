using Prcl.Images.Datasets;
using Xunit;

namespace Prcl.Unit.Images.Import.Formats;

public sealed class YoloFormatTests : IDisposable
{
    private const string Square = "1 0.1 0.125 0.4 0.125 0.4 0.375 0.1 0.375";
    private static readonly ClassList Classes = ImportFixture.Classes("background", "car", "person");
    private readonly ImportFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("names: [car, person]")]
    [InlineData("path: ../x # a comment\nnc: 2\nnames:\n  - car\n  - 'person'\n")]
    [InlineData("names:\n  0: car\n  1: \"person\" # walking\ntrain: images/train\n")]
    [InlineData("names: {1: person, 0: car}")]
    public void Names_are_read_in_each_form_of_yaml_that_is_in_use(string yaml)
    {
        _data.Photos("images/train/a.png").Text("labels/train/a.txt", Square + "\n\n").Text("data.yaml", yaml);

        Assert.Equal("00222222000000000000", _data.Only("yolo", Classes)[2]);
        Assert.Equal("train", Assert.Single(_data.Read("yolo").Items).Split);
    }

    [Fact]
    public void Small_objects_lie_on_large_ones_and_classes_may_be_named_by_a_text()
    {
        _data.Photos("images/a.png").Text("labels/a.txt", "0 0.2 0.25 0.3 0.25 0.3 0.375 0.2 0.375\n" + Square).Text("classes.txt", "car\nperson\n");

        Assert.Equal("00221122000000000000", _data.Only("yolo", Classes)[4]);
    }

    [Theory]
    [InlineData("names: car", "data.yaml: line 1, names: it is no list")]
    [InlineData("nc: 2", "there is no list \"names\"")]
    [InlineData("nc: 3\nnames: [car, person]", "there are 2 names, and nc says 3")]
    [InlineData("names:\n  0: car\n  0: person", "the number 0 stands there twice")]
    [InlineData("names: [car, 'person]", "no end mark")]
    public void Names_that_cannot_be_read_are_refused(string yaml, string words)
    {
        _data.Photos("images/a.png").Text("labels/a.txt", Square).Text("data.yaml", yaml);

        Assert.Contains(words, _data.Refusal("yolo", Classes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 0.5 0.5 0.2 0.2", "line 2: a class and four numbers are a box")]
    [InlineData("2 0.1 0.1 0.4 0.1 0.4 0.3", "line 2: '2' is no whole number from 0 to 1")]
    [InlineData("1 0.1 0.1 0.4 0.1 0.4 1.3", "'1.3' isn't between 0 and 1")]
    [InlineData("1 0.1 0.1 0.4 0.1 0.4", "there are 5 numbers")]
    [InlineData("1 0.1 0,1 0.4 0.1 0.4 0.2", "'0,1' is no number")]
    public void A_line_that_cannot_be_read_is_named(string line, string words)
    {
        _data.Photos("images/a.png").Text("labels/a.txt", Square + "\n" + line).Text("classes.txt", "car\nperson\n");

        Assert.Contains(words, _data.Refusal("yolo", Classes), StringComparison.Ordinal);
    }
}
