using Prcl.Images.Datasets;
using Prcl.Images.Import;
using Xunit;

namespace Prcl.Unit.Images.Import.Formats;

public sealed class CvatFormatTests : IDisposable
{
    private static readonly ClassList Classes = ImportFixture.Classes("background", "car", "person");
    private readonly ImportFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Polygons_boxes_and_masks_are_drawn_by_layer()
    {
        _data.Photos("images/a.png").Text("annotations.xml", Cvat(
            """<polygon label="car" points="2.00,2.00;8.00,2.00;8.00,6.00;2.00,6.00" z_order="1"/>""",
            """<box label="person" xtl="0" ytl="2" xbr="4" ybr="4" z_order="0"/>""",
            """<mask label="person" rle="1,2,1" left="10" top="0" width="2" height="2" z_order="0"/>""",
            """<tag label="sunny"/>"""));

        var rows = _data.Only("cvat", Classes);
        Assert.Equal("00000000000200000000", rows[0]);
        Assert.Equal("00000000002000000000", rows[1]);
        Assert.Equal("22111111000000000000", rows[2]);
        Assert.Equal("00111111000000000000", rows[4]);
    }

    [Fact]
    public void Classes_come_with_the_tasks_colours()
    {
        _data.Photos("a.png").Text("annotations.xml", Cvat("""<box label="car" xtl="0" ytl="2" xbr="4" ybr="4"/>"""));

        var classes = ClassListMaker.Of(ImportFormats.Of("cvat")!, _data.Read("cvat"), "x");
        Assert.Equal(["background", "car", "person"], classes.Classes.Select(entry => entry.Name));
        Assert.Equal(new RgbColor(255, 0, 16), classes.Classes[1].Color);
    }

    [Fact]
    public void A_segmentation_mask_is_read_in_the_colours_of_its_label_map()
    {
        _data.Photos("JPEGImages/a.png", "JPEGImages/b.png")
            .Colours("SegmentationClass/a.png", (x, y) => x == 0 ? 0xff0010u : 0)
            .Text("labelmap.txt", "# label:color_rgb:parts:actions\nbackground:0,0,0::\ncar:255,0,16::\n")
            .Text("ImageSets/Segmentation/default.txt", "a\n");

        Assert.Equal("10000000000000000000", _data.Only("cvat", Classes)[3]);
    }

    [Theory]
    [InlineData("""<polyline label="car" points="1,1;2,2"/>""", "line 4, <polyline>: a polyline has no pixels")]
    [InlineData("""<polygon label="car" points="1,1;2,2"/>""", "needs 3 corners")]
    [InlineData("""<polygon label="car" points="1,1;2,2;3"/>""", "'3' is no pair x,y")]
    [InlineData("""<polygon points="1,1;2,2;3,1"/>""", "there is no attribute \"label\"")]
    [InlineData("""<box label="car" xtl="0" ytl="2" xbr="4" ybr="4" rotation="30"/>""", "a turned box")]
    [InlineData("""<mask label="car" rle="1,2" left="10" top="0" width="2" height="2"/>""", "3 pixels together")]
    public void A_shape_that_cannot_be_drawn_is_named_by_its_line(string shape, string words)
    {
        _data.Photos("a.png").Text("annotations.xml", Cvat(shape));

        Assert.Contains(words, _data.Refusal("cvat", Classes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<annotations>", "no sound XML at line 1")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotations/>", "DTD is prohibited")]
    [InlineData("<annotations><track/></annotations>", "only <image> is read")]
    [InlineData("<other/>", "the root of CVAT's XML is <annotations>")]
    public void Another_xml_is_refused(string xml, string words)
    {
        _data.Text("annotations.xml", xml);

        Assert.Contains(words, _data.Refusal("cvat", Classes), StringComparison.Ordinal);
    }

    internal static string Cvat(params string[] shapes) => $"""
        <annotations><version>1.1</version>
        <meta><task><labels><label><name>car</name><color>#ff0010</color></label><label><name>person</name></label></labels></task></meta>
        <image id="0" name="a.png" width="20" height="16">
        {string.Join('\n', shapes)}
        </image></annotations>
        """;
}
