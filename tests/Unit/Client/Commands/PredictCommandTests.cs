using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class PredictCommandTests : IDisposable
{
    private readonly ScratchFolder _files = new();
    private readonly List<PredictionPictures> _asked = [];
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));

    public PredictCommandTests() => _prcl.Grains.On<IPredictorGrain>("Predict", (_, arguments) =>
    {
        var request = (PredictRequest)arguments[0]!;
        lock (_asked)
        {
            _asked.Add(request.Pictures);
        }

        return request.Name == "bad.jpg"
            ? Task.FromException<Prediction>(new PrclRequestException("not a picture"))
            : Task.FromResult(new Prediction(request.Version ?? 9, 4, 3, [new ClassShare(1, "Road", 1, 0.9, 0.1, 0.2)], 0.9, 0.1, [1], [2], [3], [4], 0.2, [5], [6]));
    });

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Pictures_and_numbers_are_written_by_the_inputs_stems()
    {
        var code = await Run("predict", _files.Write("x/a.jpg"), _files.Write("y/a.jpg"), "-o", _files.At("out"), "--version", "5");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(
            ["a-2.colour.png", "a-2.index.png", "a-2.json", "a-2.overlay.png", "a-2.uncertainty.png", "a-2.uncertainty16.png", "a-2.variance.png", "a.colour.png", "a.index.png", "a.json", "a.overlay.png", "a.uncertainty.png", "a.uncertainty16.png", "a.variance.png"],
            Directory.GetFiles(_files.At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([3], await File.ReadAllBytesAsync(_files.At("out/a.overlay.png"), TestContext.Current.CancellationToken));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(_files.At("out/a.json"), TestContext.Current.CancellationToken));
        Assert.Equal(5, document.RootElement.GetProperty("version").GetInt64());
        Assert.Equal("Road", document.RootElement.GetProperty("shares")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_image_that_is_refused_does_not_hold_up_the_others()
    {
        var code = await Run("predict", _files.Write("bad.jpg"), _files.Write("good.jpg"), "-o", _files.At("out"), "--json");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal($"{_files.At("bad.jpg")}: not a picture{Environment.NewLine}", _prcl.Error);
        using var document = JsonDocument.Parse(_prcl.Out);
        Assert.Equal(_files.At("good.jpg"), Assert.Single(document.RootElement.EnumerateArray().ToArray()).GetProperty("image").GetString());
    }

    [Fact]
    public async Task An_input_is_never_overwritten()
    {
        var code = await Run("predict", _files.Write("a.jpg"), _files.Write("a.colour.png"), "-o", _files.Root);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("a.colour.png is an input", _prcl.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index", PredictionPictures.Index)]
    [InlineData("Overlay, uncertainty", PredictionPictures.Overlay | PredictionPictures.Uncertainty)]
    [InlineData("none", PredictionPictures.None)]
    [InlineData(null, PredictionPictures.All)]
    public async Task Only_the_pictures_of_the_list_are_asked_for(string? list, PredictionPictures expected)
    {
        var code = await Run(["predict", _files.Write("a.jpg"), "-o", _files.At("out"), .. list is null ? Array.Empty<string>() : ["--pictures", list]]);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal([expected], _asked);
    }

    [Theory]
    [InlineData("heat")]
    [InlineData("index,,overlay")]
    [InlineData("3")]
    public async Task A_picture_that_does_not_exist_is_refused_with_the_list(string list)
    {
        var code = await Run("predict", _files.Write("a.jpg"), "-o", _files.At("out"), "--pictures", list);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("it must be a list of index, colour, overlay, variance, uncertainty, or all or none", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
