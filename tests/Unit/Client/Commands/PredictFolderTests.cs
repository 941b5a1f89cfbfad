using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;
using Prcl.Images.Files;
using Xunit;

namespace Prcl.Unit.Client.Commands;

/// <summary><c>prcl predict</c> of whole folders.</summary>
public sealed class PredictFolderTests : IDisposable
{
    private static readonly byte[] Index = LabelPng.Write(new LabelMap(16, 16, [.. Enumerable.Range(0, 256).Select(i => (ushort)(i % 2))]));
    private readonly ScratchFolder _files = new();
    private readonly List<PredictRequest> _asked = [];
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));

    public PredictFolderTests() => _prcl.Grains.On<IPredictorGrain>("Predict", (_, arguments) => Task.FromResult(Answer((PredictRequest)arguments[0]!)));

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Images_of_a_folder_keep_their_places_and_files_that_are_none_are_left_alone()
    {
        _files.Write("photos/b.jpg");
        _files.Write("photos/day/a.PNG");
        _files.Write("photos/day/a.jpg");
        _files.Write("photos/notes.txt");

        Assert.Equal(ExitCode.Done, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--pictures", "index"));

        Assert.Equal(
            ["b.index.png", "b.json", "day/a-2.index.png", "day/a-2.json", "day/a.index.png", "day/a.json"],
            Directory.GetFiles(_files.At("out"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_files.At("out"), file)).Order(StringComparer.Ordinal));
        Assert.Equal("3 images predicted", _prcl.Out.Trim());
    }

    [Fact]
    public async Task Pictures_written_into_the_folder_itself_are_no_images_the_next_time()
    {
        _files.Write("photos/a.jpg");
        string[] arguments = ["predict", _files.At("photos"), "-o", _files.At("photos/out")];

        await Run(arguments);
        Assert.Equal(ExitCode.Done, await Run(arguments));

        Assert.Equal(["a.jpg", "a.jpg"], _asked.Select(request => request.Name));
        Assert.Equal(ExitCode.Usage, await Run("predict", _files.At("photos"), "-o", _files.At("photos") + "/"));
        Assert.Contains("is the folder for the pictures too", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_image_is_a_line_and_the_rest_is_done()
    {
        _files.Write("photos/a.jpg");
        _files.Write("photos/bad.jpg");
        _files.Write("photos/c.jpg");
        File.WriteAllBytes(_files.At("photos/empty.png"), []);

        Assert.Equal(ExitCode.Failed, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--pictures", "none"));

        Assert.Contains($"{_files.At("photos/bad.jpg")}: not a picture", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains(_files.At("photos/empty.png"), _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(["a.json", "c.json"], Directory.GetFiles(_files.At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("2 images predicted, 2 failed", _prcl.Out.Trim());
    }

    [Fact]
    public async Task A_name_that_is_too_long_for_what_is_written_costs_its_own_image_only()
    {
        _files.Write($"photos/{new string('a', 250)}.jpg");
        _files.Write("photos/b.jpg");

        Assert.Equal(ExitCode.Failed, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--pictures", "index"));

        Assert.Contains("too long", _prcl.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_files.At("out/b.json")));
        Assert.Equal("1 image predicted, 1 failed", _prcl.Out.Trim());
    }

    [Fact]
    public async Task Resuming_does_what_is_missing_and_what_another_version_has_done()
    {
        _files.Write("photos/a.jpg");
        await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--version", "3");
        _files.Write("photos/b.jpg");
        _asked.Clear();

        await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--version", "3", "--resume");
        Assert.Equal(["b.jpg"], _asked.Select(request => request.Name));
        Assert.Contains("1 image predicted, 1 done before", _prcl.Out, StringComparison.Ordinal);

        await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--version", "4", "--resume");
        Assert.Equal(["a.jpg", "b.jpg", "b.jpg"], _asked.Select(request => request.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_of_coco_that_is_an_image_or_its_json_is_refused()
    {
        var image = _files.Write("a.jpg");

        Assert.Equal(ExitCode.Usage, await Run("predict", image, "-o", _files.At("out"), "--coco", _files.At("out/a.json")));
        Assert.Contains("is a file of one of the images", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await Run("predict", image, "-o", _files.At("out"), "--coco", image));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_silo_that_fails_half_way_leaves_what_is_done_and_says_how_to_go_on()
    {
        for (var i = 0; i < 9; i++)
        {
            _files.Write($"photos/{i}.jpg");
        }

        var isWell = false;
        _prcl.Grains.On<IPredictorGrain>("Predict", (_, arguments) => arguments[0] is PredictRequest { Name: "5.jpg" } && !isWell
            ? Task.FromException<Prediction>(new InvalidOperationException("boom"))
            : Task.FromResult(Answer((PredictRequest)arguments[0]!)));

        Assert.Equal(ExitCode.Failed, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--coco", _files.At("all.json")));
        Assert.Contains("with --resume only what is missing", _prcl.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.At("all.json")));
        Assert.Equal(5, Directory.GetFiles(_files.At("out"), "*.json").Length);

        (isWell, var before) = (true, _asked.Count);
        Assert.Equal(ExitCode.Done, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--coco", _files.At("all.json"), "--resume"));
        Assert.Equal(["5.jpg", "6.jpg", "7.jpg", "8.jpg"], _asked[before..].Select(request => request.Name).Distinct().Order(StringComparer.Ordinal));
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_files.At("all.json"), TestContext.Current.CancellationToken));
        Assert.Equal(9, json.RootElement.GetProperty("images").GetArrayLength());
    }

    [Fact]
    public async Task An_image_whose_json_was_cut_off_is_not_done()
    {
        _files.Write("photos/a.jpg");
        Directory.CreateDirectory(_files.At("out"));
        await File.WriteAllTextAsync(_files.At("out/a.json"), """{"image": "a.jpg", "vers""", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--resume"));

        Assert.Equal(["a.jpg"], _asked.Select(request => request.Name));
    }

    [Fact]
    public async Task Masks_of_all_images_become_one_file_of_coco_also_of_those_that_were_done_before()
    {
        _files.Write("photos/a.jpg");
        await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--pictures", "index");
        _files.Write("photos/b.jpg");

        Assert.Equal(ExitCode.Done, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--pictures", "none", "--coco", _files.At("all.json"), "--resume"));

        Assert.Equal(PredictionPictures.Index, _asked[^1].Pictures);
        Assert.False(File.Exists(_files.At("out/b.index.png")));
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_files.At("all.json"), TestContext.Current.CancellationToken));
        Assert.Equal(["a.jpg", "b.jpg"], json.RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("file_name").GetString()));
        Assert.Equal([0, 1, 0, 1], json.RootElement.GetProperty("annotations").EnumerateArray().Select(annotation => annotation.GetProperty("category_id").GetInt32()));
        Assert.Equal(["Sky", "Road", "Car"], json.RootElement.GetProperty("categories").EnumerateArray().Select(category => category.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Four_images_are_on_their_way_at_a_time()
    {
        var (flying, most, four, gate) = (0, 0, new TaskCompletionSource(), new Lock());
        _prcl.Grains.On<IPredictorGrain>("Predict", (_, arguments) => Fly((PredictRequest)arguments[0]!));
        async Task<Prediction> Fly(PredictRequest request)
        {
            lock (gate)
            {
                most = Math.Max(most, ++flying);
                if (flying == 4)
                {
                    four.TrySetResult();
                }
            }

            await four.Task;
            lock (gate)
            {
                flying--;
            }

            return Answer(request);
        }

        for (var i = 0; i < 30; i++)
        {
            _files.Write($"photos/{i}.jpg");
        }

        Assert.Equal(ExitCode.Done, await Run("predict", _files.At("photos"), "-o", _files.At("out"), "--pictures", "none"));

        Assert.Equal(4, most);
        Assert.Equal(30, Directory.GetFiles(_files.At("out")).Length);
    }

    private Prediction Answer(PredictRequest request)
    {
        lock (_asked)
        {
            _asked.Add(request);
        }

        return request.Name == "bad.jpg"
            ? throw new PrclRequestException("not a picture")
            : new Prediction(request.Version ?? 9, 3, 2, [new ClassShare(1, "Road", 1, 0.9, 0.1, 0.2)], 0.9, 0.1, (request.Pictures & PredictionPictures.Index) != 0 ? Index : null, null, null, null, 0.2, null, null);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
