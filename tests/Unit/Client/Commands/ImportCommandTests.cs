using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Thumbnails;
using Prcl.Unit.Images.Import;
using Prcl.Unit.Images.Import.Formats;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private const string Square = "[[2,2,8,2,8,6,2,6]]";
    private readonly ImportFixture _data = new();
    private readonly CommandLineRun _prcl = new();
    private readonly List<ImagePush> _pushed = [];

    public ImportCommandTests()
    {
        _prcl.WithRuns(CommandLineRun.Description("street"));
        _prcl.Grains
            .On<IIngestGrain>("Known", (_, arguments) => Task.FromResult(new bool[((ImageFingerprint[])arguments[0]!).Length]))
            .On<IIngestGrain>("Look", (_, arguments) => Task.FromResult(Array.ConvertAll((string[])arguments[0]!, _ => SeenImage.None)))
            .On<IIngestGrain>("Push", (_, arguments) =>
            {
                var images = (ImagePush[])arguments[0]!;
                _pushed.AddRange(images);
                return Task.FromResult(Array.ConvertAll(images, _ => new IngestReply(IngestOutcome.Stored, new string('a', 64), "", null)));
            });
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Labels_go_into_the_run_as_ids_of_its_classes_and_the_summary_is_that_of_a_push()
    {
        Coco();

        Assert.Equal(ExitCode.Done, await Import("coco", "--domain", "city", "--map", "car=Car", "--uncovered", "Road"));
        var push = Assert.Single(_pushed);
        Assert.Equal(("a.png", "city", ImagePurpose.Train), (push.Name, push.Domain, push.Purpose));
        Assert.Equal("11222222111111111111", ImportFixture.Rows(LabelPng.Read(push.Label!, ImageLimits.Default).Labels!)[2]);
        Assert.Contains("1 stored (1 with a label, 0 without)", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("pixels of 1 label: Road 92.5 %, Car 7.5 %", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_the_run_lacks_is_refused_before_anything_is_sent()
    {
        Coco();

        Assert.Equal(ExitCode.Usage, await Import("coco", "--domain", "city"));
        Assert.Empty(_pushed);
        Assert.Contains("lacks 'car' (nearest is 'Car')", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_to_measure_with_are_pushed_for_that()
    {
        _data.Photos("train/a.png", "val/a.png").Text("train/x.json", CocoFormatTests.Coco(CocoFormatTests.Annotation(1, 3, Square)))
            .Text("val/x.json", CocoFormatTests.Coco(CocoFormatTests.Annotation(1, 3, Square)));

        Assert.Equal(ExitCode.Done, await Import("coco", "--domain", "city", "--map", "car=Car"));
        Assert.Equal([ImagePurpose.Train, ImagePurpose.Evaluate], _pushed.Select(push => push.Purpose));

        Assert.Equal(ExitCode.Done, await Import("coco", "--domain", "city", "--map", "car=Car", "--split", "val", "--purpose", "train"));
        Assert.Equal(ImagePurpose.Train, _pushed[2].Purpose);
        Assert.Equal(3, _pushed.Count);
    }

    [Fact]
    public async Task A_folder_of_the_own_form_is_written_without_a_silo_and_can_be_pushed()
    {
        _data.Photos("train/a.png", "val/a.png").Text("train/x.json", CocoFormatTests.Coco(CocoFormatTests.Annotation(1, 3, Square)))
            .Text("val/x.json", CocoFormatTests.Coco(CocoFormatTests.Annotation(1, 7, Square)));
        var output = _data.Files.At("out");

        Assert.Equal(ExitCode.Done, await Import("coco", "--out", output));
        Assert.Empty(_prcl.Connected);
        Assert.Equal(["background", "car", "person"], ClassList.Read(Path.Combine(output, "classes.json")).Classes.Select(entry => entry.Name));
        Assert.Equal(await File.ReadAllBytesAsync(_data.Files.At("train/a.png"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(output, "images/train/a.png"), TestContext.Current.CancellationToken));
        var pairing = DatasetPairing.Of(DatasetLayouts.Recognise(output)!);
        Assert.Equal(["train/a", "val/a"], pairing.Items.Select(item => item.Name));
        Assert.All(pairing.Items, item => Assert.NotNull(item.LabelPath));
        Assert.Empty(Directory.GetDirectories(_data.Root, "*.part"));
    }

    [Fact]
    public async Task A_round_trip_through_the_own_form_keeps_every_id()
    {
        Coco();
        await Import("coco", "--out", _data.Files.At("out"));
        var written = LabelPng.Read(await File.ReadAllBytesAsync(_data.Files.At("out/labels/a.png"), TestContext.Current.CancellationToken), ImageLimits.Default).Labels!;

        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "import", "mmseg", _data.Files.At("out"), "--out", _data.Files.At("again"), "--classes", _data.Files.At("out/classes.json")));
        Assert.Equal(written.Ids, LabelPng.Read(await File.ReadAllBytesAsync(_data.Files.At("again/labels/a.png"), TestContext.Current.CancellationToken), ImageLimits.Default).Labels!.Ids);
    }

    [Fact]
    public async Task A_refusal_leaves_no_folder_behind()
    {
        Coco();
        _data.Text("classes.json", """{"classes": [{"name": "cars"}, {"name": "person"}]}""");

        Assert.Equal(ExitCode.Usage, await Import("coco", "--out", _data.Files.At("out"), "--classes", _data.Files.At("classes.json")));
        Assert.Contains("lacks 'car' (nearest is 'cars')", _prcl.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data.Files.At("out")));
        Assert.Empty(Directory.GetDirectories(_data.Root, "*.part"));
    }

    [Fact]
    public async Task A_dry_run_stores_nothing_and_tells_shares_and_draws_a_sheet()
    {
        Coco();
        var sheet = _data.Files.At("sheet.png");

        Assert.Equal(ExitCode.Done, await Import("coco", "--dry-run", "--contact-sheet", sheet));
        Assert.Empty(_prcl.Connected);
        Assert.Contains("car", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("7.5", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("a dry run: nothing was stored", _prcl.Out, StringComparison.Ordinal);
        var picture = Thumbnail.Of(await File.ReadAllBytesAsync(sheet, TestContext.Current.CancellationToken))!;
        var car = ClassColours.Of(1);
        var (x, y) = (240 + 240 * 4 / 20 + 3, 180 * 4 / 16); // the square, in the cell beside the photograph
        Assert.Equal([car.Red, car.Green, car.Blue], picture.Rgb.AsSpan(3 * (y * picture.Width + x), 3).ToArray());
    }

    [Fact]
    public async Task A_dry_run_for_a_run_takes_the_classes_of_the_run()
    {
        Coco();

        Assert.Equal(ExitCode.Usage, await Import("coco", "--dry-run", "--run", "street"));
        Assert.Contains("lacks 'car' (nearest is 'Car')", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_pushed);
    }

    [Fact]
    public async Task Notes_name_the_annotation_and_not_the_file_that_was_drawn_meanwhile()
    {
        Coco();

        Assert.Equal(ExitCode.Done, await Import("coco", "--domain", "city", "--map", "car=ignore", "--uncovered", "ignore"));
        Assert.Contains($"nothing but ignored pixels in 1 label, {_data.Files.At("a.json")}", _prcl.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("prcl-import-", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_to_machines()
    {
        Coco();

        await Import("coco", "--dry-run", "--json");
        var part = Assert.Single(JsonDocument.Parse(_prcl.Out).RootElement.GetProperty("parts").EnumerateArray());
        Assert.Equal(1, part.GetProperty("images").GetInt32());
        Assert.Equal(7.5, part.GetProperty("classShares")[1].GetProperty("percent").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task An_image_that_cannot_be_labelled_costs_a_line_and_exit_code_1_and_the_rest_goes_in()
    {
        _data.Photos("a.png", "b.png")
            .Text("a.json", LabelmeFormatTests.Labelme(LabelmeFormatTests.Shape("Car", "polygon", "[[2,2],[8,2],[8,6]]")))
            .Text("b.json", LabelmeFormatTests.Labelme(LabelmeFormatTests.Shape("Car", "circle", "[[2,2],[8,2]]")).Replace("a.png", "b.png", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Failed, await Import("labelme", "--domain", "city"));
        Assert.Equal("a.png", Assert.Single(_pushed).Name);
        Assert.Contains($"refused {_data.Files.At("b.json")}: shapes[0]: the shape is a circle", _prcl.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import cocoo .", "'cocoo'")]
    [InlineData("import coco /no/such/folder --dry-run", "there is no such file or folder")]
    [InlineData("import coco . --dry-run --out x", "--dry-run stores nothing")]
    [InlineData("import coco . --dry-run --map a", "--map takes NAME=CLASS, not 'a'")]
    [InlineData("import coco . --dry-run --map a=b --map a=c", "--map names 'a' twice")]
    [InlineData("import coco . --dry-run --nearest many", "--nearest is 'many'")]
    [InlineData("import coco . --dry-run --contact-sheet x.jpg", "ends with .png")]
    [InlineData("import coco . --domain a/b", "'a/b' can't be a domain")]
    [InlineData("classes coco /no/such/folder", "there is no such file or folder")]
    public async Task A_wrong_command_ends_with_2_and_names_what_is_wrong(string line, string part)
    {
        Assert.Equal(ExitCode.Usage, await _prcl.Run(TestContext.Current.CancellationToken, line.Split(' ')));
        Assert.Contains(part, _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_prcl.Connected);
    }

    [Fact]
    public async Task An_empty_folder_holds_nothing_to_import()
    {
        Assert.Equal(ExitCode.Usage, await Import("labelme", "--domain", "city"));
        Assert.Contains("there is no image with a label in", _prcl.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coco")]
    [InlineData("label-studio")]
    public async Task Classes_are_written_for_a_run_to_be_created_with(string format)
    {
        _ = format == "coco" ? Coco() : _data.Photos("a.png").Text("x.json", LabelStudioFormatTests.Export("a.png", LabelStudioFormatTests.Polygon("car", "[[10,10],[40,10],[40,40]]")));
        var file = _data.Files.At("classes.json");

        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, "classes", format, _data.Root, "--out", file));
        Assert.Equal(format == "coco" ? ["background", "car", "person"] : ["background", "car"], ClassList.Read(file).Classes.Select(entry => entry.Name));
        Assert.Equal(ExitCode.Usage, await _prcl.Run(TestContext.Current.CancellationToken, "classes", format, _data.Root, "--out", file));
        Assert.Contains("--force replaces it", _prcl.Error, StringComparison.Ordinal);
    }

    private ImportFixture Coco() => _data.Photos("a.png").Text("a.json", CocoFormatTests.Coco(CocoFormatTests.Annotation(1, 3, Square)));

    private Task<int> Import(string format, params string[] options) => _prcl.Run(TestContext.Current.CancellationToken, ["import", format, _data.Root, .. options]);
}
