using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Prcl.Unit.Grains;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Client.Push.Misread;

/// <summary>What a real silo says to images that its run holds in another way, and to labels that lie on their side.</summary>
[Collection(ClusterTests.Name)]
public sealed class HeldImagesTests(GrainCluster cluster) : IDisposable
{
    private readonly PushRun _prcl = new();

    public void Dispose() => _prcl.Dispose();

    [Theory]
    [InlineData("train", "evaluate", "the run learns from this image")]
    [InlineData("evaluate", "train", "the run measures with this image")]
    public async Task A_held_image_keeps_its_purpose_and_that_is_told(string first, string then, string reason)
    {
        await Connect();
        Put("rain", 1);

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain", "--purpose", first));
        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain", "--purpose", then));
        Assert.Contains("refused /rain/images/1.png: " + reason, _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await _prcl.Push("rain", "--purpose", first));
    }

    [Fact]
    public async Task A_held_image_keeps_its_domain_and_that_is_told_with_its_name()
    {
        var run = await Connect();
        Put("rain", 2);

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain", "--domain", "snow"));
        Assert.Contains("the run has this image in the domain 'rain'", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("prcl images delete", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal("rain", Assert.Single(await run.Stream().List(0, 9, false)).Domain);
    }

    [Fact]
    public async Task One_picture_twice_with_different_labels_is_told()
    {
        await Connect();
        Put("rain", 3);
        File.WriteAllBytes(_prcl.Files.At("rain/images/copy.png"), Street.Image(3));
        File.WriteAllBytes(_prcl.Files.At("rain/labels/copy.png"), Street.Label(4));

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Contains("refused /rain/images/copy.png: it is the same picture as ", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("with another label", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_picture_twice_in_different_domains_is_told()
    {
        await Connect();
        Put("rain", 5);
        Put("snow", 5);

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain", "snow"));
        Assert.Contains("refused /snow/images/5.png: it is the same picture as ", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("domain 'rain'", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_picture_twice_is_one_image()
    {
        var run = await Connect();
        Put("rain", 6);
        File.Copy(_prcl.Files.At("rain/images/6.png"), _prcl.Files.At("rain/images/copy.png"));

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.NotNull(Assert.Single(await run.Stream().List(0, 9, false)).LabelSha256);
        Assert.Contains("1 stored (1 with a label, 0 without), 1 skipped", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_a_refused_picture_is_refused_too()
    {
        await Connect();
        foreach (var name in new[] { "a.png", "b.png" })
        {
            Directory.CreateDirectory(_prcl.Files.At("rain/images"));
            File.WriteAllBytes(_prcl.Files.At("rain/images/" + name), TestImages.Png(TestImages.Gradient(8, 8)));
        }

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Contains("0 stored, 0 skipped (held already), 2 refused", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_lies_like_the_file_and_not_like_the_upright_image_is_told_with_the_orientation()
    {
        await Connect();
        Put("rain", 7);
        File.Delete(_prcl.Files.At("rain/images/7.png"));
        File.WriteAllBytes(_prcl.Files.At("rain/images/7.jpg"), TestImages.WithExif(TestImages.Jpeg(TestImages.Gradient(Street.Width, Street.Height)), 6));

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Contains("the label is 80×72 but its image is 72×80 upright (its EXIF orientation is 6)", _prcl.Error, StringComparison.Ordinal);
    }

    private async Task<TestRun> Connect()
    {
        var run = await cluster.Define();
        _prcl.Prcl.WithRuns(CommandLineRun.Description(run.Name) with { ClassesJson = Street.Classes.ToJson() });
        _prcl.Prcl.Grains
            .On<IIngestGrain>("Known", (_, arguments) => run.Ingest.Known((ImageFingerprint[])arguments[0]!))
            .On<IIngestGrain>("Look", (_, arguments) => run.Ingest.Look((string[])arguments[0]!))
            .On<IIngestGrain>("Push", (_, arguments) => run.Ingest.Push((ImagePush[])arguments[0]!));
        return run;
    }

    private void Put(string domain, int frame)
    {
        foreach (var (folder, bytes) in new[] { ("images", Street.Image(frame)), ("labels", Street.Label(frame)) })
        {
            Directory.CreateDirectory(_prcl.Files.At($"{domain}/{folder}"));
            File.WriteAllBytes(_prcl.Files.At($"{domain}/{folder}/{frame}.png"), bytes);
        }
    }
}
