using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class PushCommandTests : IDisposable
{
    private readonly ScratchFolder _files = new();
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private readonly List<ImagePush> _pushed = [];
    private string _note = "";

    public PushCommandTests() => _prcl.Grains
        .On<IIngestGrain>("Known", (_, arguments) => Task.FromResult(new bool[((ImageFingerprint[])arguments[0]!).Length]))
        .On<IIngestGrain>("Look", (_, arguments) => Task.FromResult(Array.ConvertAll((string[])arguments[0]!, _ => SeenImage.None)))
        .On<IIngestGrain>("Push", (_, arguments) =>
        {
            var images = (ImagePush[])arguments[0]!;
            _pushed.AddRange(images);
            return Task.FromResult(images.Select(_ => new IngestReply(IngestOutcome.Stored, new string('a', 64), _note, null)).ToArray());
        });

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_push_sends_images_with_labels_domain_and_purpose()
    {
        _files.Write("rain/images/a.jpg");
        _files.Write("rain/labels/a.png");

        var code = await Run("push", _files.At("rain"), "--purpose", "evaluate", "--domain", "snow");

        Assert.Equal(ExitCode.Done, code);
        Assert.StartsWith("1 stored (1 with a label, 0 without), 0 skipped", _prcl.Out, StringComparison.Ordinal);
        var image = Assert.Single(_pushed);
        Assert.Equal(("a.jpg", "snow", ImagePurpose.Evaluate), (image.Name, image.Domain, image.Purpose));
        Assert.Equal(await File.ReadAllBytesAsync(_files.At("rain/labels/a.png"), TestContext.Current.CancellationToken), image.Label);
    }

    [Fact]
    public async Task A_refused_file_ends_the_push_with_1_and_a_line_each_and_stays_out_of_the_json()
    {
        _files.Write("rain/images/a.jpg");
        _files.Write("rain/labels/a.png");
        _files.Write("rain/labels/lost.png");

        var code = await Run("push", _files.At("rain"), "--json");

        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith($"refused {_files.At("rain/labels/lost.png")}: ", _prcl.Error, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(_prcl.Out);
        var summary = document.RootElement;
        Assert.Equal((1, true), (summary.GetProperty("stored").GetInt32(), summary.GetProperty("complete").GetBoolean()));
        Assert.Equal("noImage", summary.GetProperty("refused")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_does_not_suit_the_run_about_stored_images_is_said_once()
    {
        _files.Write("rain/images/a.jpg");
        _files.Write("rain/images/b.jpg");
        _note = "crops are larger than images of 20×20";

        var code = await Run("push", _files.At("rain"), "--json");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("note: crops are larger than images of 20×20", _prcl.Error.TrimEnd());
        using var document = JsonDocument.Parse(_prcl.Out);
        Assert.Equal(_note, Assert.Single(document.RootElement.GetProperty("notes").EnumerateArray().ToArray()).GetString());
    }

    [Fact]
    public async Task A_push_in_order_keeps_the_files_order()
    {
        for (var i = 0; i < 100; i++)
        {
            _files.Write($"clip/{i:000}.jpg");
        }

        Assert.Equal(ExitCode.Done, await Run("push", _files.At("clip"), "--in-order"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i:000}.jpg"), _pushed.Select(image => image.Name));
    }

    [Fact]
    public async Task A_folder_without_images_is_a_usage_error()
    {
        _files.Write("empty/readme.txt");

        Assert.Equal(ExitCode.Usage, await Run("push", _files.At("empty")));
        Assert.Contains("no images", _prcl.Error, StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
