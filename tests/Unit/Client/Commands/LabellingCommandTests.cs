using System.Security.Cryptography;
using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Streams;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class LabellingCommandTests : IDisposable
{
    private static readonly byte[] Png = [0x89, 1, 2];
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private readonly ScratchFolder _folder = new();
    private readonly List<(string Sha256, byte[] Label, SeenImage? Seen)> _labels = [];

    public LabellingCommandTests() => _prcl.Grains
        .On<IIngestGrain>("Suggest", (_, a) => Task.FromResult<ImageInfo[]>([.. new[] { Image("a", "cam/a.png", 0.25), Image("b", "a.jpg", null) }.Take((int)a[0]!)]))
        .On<IIngestGrain>("Read", (_, a) => Task.FromResult(new StoredFile(Image("a", "a.png", 0), ((string)a[0]!)[0] == 'a' ? Png : [0xFF, 0xD8])))
        .On<IIngestGrain>("Look", (_, _) => Task.FromResult<SeenImage[]>([new SeenImage(7, 0)]))
        .On<IIngestGrain>("Label", (_, a) =>
        {
            _labels.Add(((string)a[0]!, (byte[])a[1]!, (SeenImage?)a[2]));
            return Task.FromResult(_labels.Count == 1 ? new IngestReply(IngestOutcome.Stored, (string)a[0]!, "", null) : new IngestReply(IngestOutcome.BadLabel, "", "a.png: label: it has colours", null));
        })
        .On<IPredictorGrain>("Predict", (_, a) => Task.FromResult(new Prediction(9, 4, 4, [], 0.9, 0.1, ((PredictRequest)a[0]!).Pictures == PredictionPictures.Index ? [7] : null, null, null, null, 0.2, null, null)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Suggestions_are_listed_with_their_doubts()
    {
        Assert.Equal(ExitCode.Done, await Run("suggest", "-n", "2"));
        Assert.Matches(@"cam/a\.png\s+day\s+0\.25\s+Road", _prcl.Out);

        var json = await Json("suggest", "--json");
        Assert.Equal((new string('a', 64), 0.25, 1), (json[0].GetProperty("sha256").GetString(), json[0].GetProperty("doubt").GetDouble(), json[0].GetProperty("classId").GetInt32()));
        Assert.Equal(JsonValueKind.Null, json[1].GetProperty("doubt").ValueKind);
    }

    [Fact]
    public async Task With_a_folder_images_and_masks_to_begin_with_are_written_and_nobodys_work_is_overwritten()
    {
        var output = Path.Combine(_folder.Root, "next");
        Directory.CreateDirectory(output);
        await File.WriteAllTextAsync(Path.Combine(output, "a.mask.png"), "edited", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, await Run("suggest", "-o", output));

        Assert.Equal(["a-2.jpg", "a-2.mask.png", "a.mask.png", "a.png"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("edited", await File.ReadAllTextAsync(Path.Combine(output, "a.mask.png"), TestContext.Current.CancellationToken));
        Assert.Contains("a.mask.png is there already", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(Png, await File.ReadAllBytesAsync(Path.Combine(output, "a.png"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_of_the_name_that_is_another_image_is_not_taken_for_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "a.png"), "another", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, await Run("suggest", "-o", _folder.Root, "-n", "1"));

        Assert.Contains("a.png is another image and stays: cam/a.png needs another folder", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(["a.png"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
        Assert.Equal("another", await File.ReadAllTextAsync(Path.Combine(_folder.Root, "a.png"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Frames_of_one_clip_keep_the_fractions_of_their_times()
    {
        _prcl.Grains.On<IIngestGrain>("Suggest", (_, _) => Task.FromResult<ImageInfo[]>([Image("a", "v.mp4#t=0.250", 0.2), Image("b", "v.mp4#t=0.750", 0.1)]));

        Assert.Equal(ExitCode.Done, await Run("suggest", "-o", _folder.Root));

        Assert.Equal(["v.mp4#t=0.250.png", "v.mp4#t=0.750.jpg"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Where(f => !f!.Contains("mask", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_model_the_images_are_there_all_the_same()
    {
        _prcl.Grains.On<IPredictorGrain>("Predict", (_, _) => throw new PrclRequestException("no version yet"));

        Assert.Equal(ExitCode.Failed, await Run("suggest", "-o", _folder.Root, "-n", "1"));

        Assert.Equal(["a.png"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
        Assert.Contains("no version yet", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_goes_to_an_image_by_its_hash_or_by_its_file()
    {
        var (image, mask) = (Path.Combine(_folder.Root, "a.png"), Path.Combine(_folder.Root, "m.png"));
        await File.WriteAllBytesAsync(image, Png, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(mask, [5], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, await Run("label", image, mask));
        Assert.Equal(ExitCode.Failed, await Run("label", new string('A', 64), mask));

        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(Png)), new string('a', 64)], _labels.Select(l => l.Sha256));
        Assert.All(_labels, l => Assert.Equal(new SeenImage(7, 0), l.Seen));
        Assert.Contains("labelled", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("it has colours", _prcl.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("suggest", "-n", "0")]
    [InlineData("suggest", "-n", "101")]
    [InlineData("label", "abc", "nowhere.png")]
    public async Task What_is_typed_wrong_is_said_before_anything_is_done(params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await Run(arguments));
        Assert.NotEmpty(_prcl.Error);
        Assert.Empty(_labels);
    }

    private static ImageInfo Image(string digit, string name, double? doubt) => new(
        0, new string(digit[0], 64), null, name, "day", ImagePurpose.Train, 4, 4, true, null, DateTime.UnixEpoch, 0, doubt is { } mean ? new SeenDoubt(mean, 1) : null);

    private async Task<JsonElement> Json(params string[] arguments)
    {
        var before = _prcl.Out.Length;
        Assert.Equal(ExitCode.Done, await Run(arguments));
        return JsonDocument.Parse(_prcl.Out[before..]).RootElement;
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
