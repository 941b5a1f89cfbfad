using Prcl.Unit.Images.Import.Formats;

namespace Prcl.Unit.Images.Import.Mutations;

/// <summary>One sound annotation file of each form that is text.</summary>
internal static class SoundFiles
{
    /// <summary>The forms.</summary>
    public static IReadOnlyList<SoundFile> All { get; } =
    [
        new("coco", "a.json", TextKind.Json, CocoFormatTests.Coco(
            CocoFormatTests.Annotation(1, 3, "[[2,2,8,2,8,6,2,6]]"), CocoFormatTests.Annotation(2, 7, """{"size":[16,20],"counts":[0,5,315]}"""),
            CocoFormatTests.Annotation(3, 7, """{"size":[16,20],"counts":"3X12iN`8"}"""))),
        new("labelme", "a.json", TextKind.Json, LabelmeFormatTests.Labelme(
            LabelmeFormatTests.Shape("car", "polygon", "[[2,2],[8.5,2],[8,6],[2,6]]"), LabelmeFormatTests.Shape("person", "rectangle", "[[6.7,3.2],[4.1,4.9]]"))),
        new("label-studio", "a.json", TextKind.Json, LabelStudioFormatTests.Export(
            "a.png", LabelStudioFormatTests.Polygon("car", "[[10,12.5],[40,12.5],[40,37.5]]"), LabelStudioFormatTests.BrushOf("person", new byte[320]))),
        new("cvat", "annotations.xml", TextKind.Xml, CvatFormatTests.Cvat(
            """<polygon label="car" points="2.00,2.00;8.00,2.00;8.00,6.00" z_order="1"/>""", """<mask label="person" rle="1,2,1" left="10" top="0" width="2" height="2" z_order="0"/>""")),
        new("yolo", "labels/a.txt", TextKind.Lines, "1 0.1 0.125 0.4 0.125 0.4 0.375\n0 0.5 0.5 0.75 0.5 0.75 0.75 0.5 0.75\n"),
        new("yolo", "data.yaml", TextKind.Names, "train: images\nnc: 2\nnames:\n  0: car\n  1: person\n"),
        new("voc", "ImageSets/Segmentation/train.txt", TextKind.Lines, "a\n"),
        new("cvat", "labelmap.txt", TextKind.Names, "# label:color_rgb:parts:actions\nbackground:0,0,0::\ncar:255,0,16::\n"),
    ];

    /// <summary>A folder with a file and what belongs to it.</summary>
    public static ImportFixture Folder(SoundFile file)
    {
        var data = new ImportFixture();
        switch (file.Format)
        {
            case "yolo":
                return data.Photos("images/a.png").Text("data.yaml", All[5].Text).Text("labels/a.txt", All[4].Text);
            case "voc":
                return data.Photos("JPEGImages/a.png").Numbers("SegmentationClass/a.png", (x, y) => x % 2 * 15);
            case "cvat" when file.Kind == TextKind.Names:
                return data.Photos("JPEGImages/a.png").Colours("SegmentationClass/a.png", (x, y) => x == 0 ? 0xff0010u : 0);
            default:
                return data.Photos("a.png");
        }
    }
}
