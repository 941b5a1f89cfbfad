using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Images.Files;
using Xunit;

namespace Prcl.Unit.Client.Push.Misread;

/// <summary>Labels that teach nothing, or the wrong thing, are told after the push.</summary>
public sealed class LabelNotesTests : IDisposable
{
    private readonly PushRun _prcl = new();

    public void Dispose() => _prcl.Dispose();

    [Fact]
    public async Task After_a_push_each_classes_share_of_the_pixels_is_told()
    {
        _prcl.Photos("rain/images/a.jpg").Labels("rain/labels/a.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Matches(@"pixels of 1 label: Sky 3\d\.\d %, Road 3\d\.\d %, Car 3\d\.\d %, ignored 0\.0 %", _prcl.Out);
        Assert.DoesNotContain("note:", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shares_are_in_the_json()
    {
        _prcl.Photos("rain/images/a.jpg", "rain/images/b.jpg").Label("rain/labels/a.png", 0, 255);

        var push = await _prcl.Json("rain");

        Assert.Equal((1, 1), (push.GetProperty("labelled").GetInt32(), push.GetProperty("unlabelled").GetInt32()));
        Assert.Equal(["Sky", "Road", "Car"], push.GetProperty("classShares").EnumerateArray().Select(share => share.GetProperty("className").GetString()));
        Assert.Equal(100, push.GetProperty("classShares").EnumerateArray().Sum(share => share.GetProperty("percent").GetDouble()) + push.GetProperty("ignoredPercent").GetDouble(), 6);
    }

    [Fact]
    public async Task Masks_of_0_and_255_are_told_with_the_option_that_makes_them_two_classes()
    {
        _prcl.Photos("rain/images/a.jpg").Label("rain/labels/a.png", 0, 255);

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Contains("note: the labels hold only class 0 'Sky' and ignored pixels", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("0 and 255 look like binary masks: --binary", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masks_that_the_silo_refuses_are_told_too()
    {
        _prcl.Photos("rain/images/a.jpg").Label("rain/labels/a.png", 0, 255);
        _prcl.Silo = push => new IngestReply(IngestOutcome.BadLabel, "", "a.jpg: label: the label has id 255", null);

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Contains("0 and 255 look like binary masks: --binary", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_option_makes_two_classes_of_a_binary_mask()
    {
        _prcl.Photos("rain/images/a.jpg", "rain/images/b.jpg").Label("rain/labels/a.png", 0, 255).Label("rain/labels/b.png", 0, 1, 2);

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain", "--binary"));
        var ids = LabelPng.Read(Assert.Single(_prcl.Pushes).Label, ImageLimits.Default).Labels!.Ids;
        Assert.Equal([0, 1], ids.Distinct().Order().Select(id => (int)id));
        Assert.Contains("refused /rain/images/b.jpg: ", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("3 different numbers", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declared_class_that_never_appears_is_told()
    {
        _prcl.Photos("rain/images/a.jpg", "rain/images/b.jpg").Label("rain/labels/a.png", 1, 2).Label("rain/labels/b.png", 1, 2);

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Contains("note: no pixel of Sky in these labels", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("ids count from 0", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_that_hold_nothing_but_ignored_pixels_are_named()
    {
        _prcl.Photos("rain/images/a.jpg", "rain/images/b.jpg").Labels("rain/labels/a.png").Label("rain/labels/b.png", 255);

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Contains("note: nothing but ignored pixels in 1 label, /rain/labels/b.png", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_in_a_handful_of_pixels_is_told()
    {
        _prcl.Photos("rain/images/a.jpg").Labels("rain/labels/a.png");
        var ids = new ushort[320];
        ids.AsSpan(0, 160).Fill(1);
        ids[7] = 2;
        await File.WriteAllBytesAsync(_prcl.Files.At("rain/labels/a.png"), LabelPng.Write(new LabelMap(20, 16, ids)), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Contains("note: Car has only 1 pixel in these labels", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_only_looks_like_the_ignored_id_is_refused()
    {
        await File.WriteAllTextAsync(_prcl.Files.At("classes.json"), CommandLineRun.ClassesJson.Replace("\"ignore\"", "\"ignore_index\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, await Create());
        Assert.Contains("\"ignore_index\" is no key of a class list", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_prcl.Prcl.Connected);
    }

    [Fact]
    public async Task Two_classes_of_one_colour_are_told()
    {
        await File.WriteAllTextAsync(_prcl.Files.At("classes.json"), CommandLineRun.ClassesJson.Replace("[4,5,6]", "[1,2,3]", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        _prcl.Prcl.Grains.On<IRunGrain>("Create", (_, _) => Task.FromResult(CommandLineRun.Description("street")));

        Assert.Equal(ExitCode.Done, await Create());
        Assert.Contains("note: classes 'Sky' and 'Road' have one colour, [1, 2, 3]", _prcl.Error, StringComparison.Ordinal);
    }

    private Task<int> Create() => _prcl.Prcl.Run(TestContext.Current.CancellationToken, "run", "create", "street", "--classes", _prcl.Files.At("classes.json"));
}
