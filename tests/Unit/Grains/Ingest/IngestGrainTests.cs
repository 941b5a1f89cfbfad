using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Grains.Images;
using Prcl.Images.Files;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Grains.Ingest;

[Collection(ClusterTests.Name)]
public sealed class IngestGrainTests(GrainCluster cluster)
{
    private static readonly ImagePush Good = Street.Unlabelled(0);

    [Fact]
    public async Task Bytes_that_are_no_image_are_refused() =>
        await Refused(Good with { Image = "just text, no picture at all"u8.ToArray() }, IngestOutcome.NotAnImage);

    [Fact]
    public async Task An_empty_file_is_refused() => await Refused(Good with { Image = [] }, IngestOutcome.NotAnImage, "0 bytes");

    [Fact]
    public async Task A_truncated_image_is_refused()
    {
        await Refused(Good with { Image = Street.Image(0)[..^40] }, IngestOutcome.Damaged);
        await Refused(Good with { Image = TestImages.Jpeg(TestImages.Gradient())[..^60] }, IngestOutcome.Damaged);
    }

    [Fact]
    public async Task A_bomb_in_the_header_is_refused_before_anything_is_allocated()
    {
        var png = TestImages.PngOfRaw(65000, 65000, 8, 2, 0, new byte[100]);
        var before = GC.GetTotalAllocatedBytes();

        await Refused(Good with { Image = png }, IngestOutcome.TooLarge, "65000×65000");

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200_000_000);
    }

    [Theory]
    [InlineData(1, 1, IngestOutcome.TooSmall)]
    [InlineData(300, 8, IngestOutcome.TooSmall)]
    [InlineData(30_000, 30_000, IngestOutcome.TooLarge)]
    [InlineData(8192, 8192, IngestOutcome.TooLarge)]
    public async Task Sizes_out_of_range_are_refused(int width, int height, IngestOutcome outcome) => await Refused(
        Good with { Image = TestImages.PngOfRaw(width, height, 8, 2, 0, new byte[4 * Math.Min(width * height, 1000)]) }, outcome, $"{width}×{height}");

    [Fact]
    public async Task Animations_are_refused()
    {
        var animated = TestImages.Png(20, 20, 8, 2, new byte[20 * 20 * 3], before: [("acTL", [0, 0, 0, 2, 0, 0, 0, 0])]);
        await Refused(Good with { Image = animated }, IngestOutcome.NotAnImage, "animated");
        await Refused(Good with { Image = [.. "GIF89a"u8, 20, 0, 20, 0, 0, 0, 0, 0x3B] }, IngestOutcome.NotAnImage, "GIF");
    }

    [Fact]
    public async Task A_label_of_another_size_is_refused() => await Refused(
        Good with { Label = LabelPng.Write(new LabelMap(40, 40, new ushort[1600])) }, IngestOutcome.BadLabel, "40×40");

    [Fact]
    public async Task A_label_with_a_class_that_the_run_lacks_is_refused()
    {
        var ids = new ushort[Street.Width * Street.Height];
        ids[777] = 8;
        await Refused(Good with { Label = LabelPng.Write(new LabelMap(Street.Width, Street.Height, ids)) }, IngestOutcome.BadLabel, "8");
    }

    [Fact]
    public async Task A_label_that_is_no_label_is_refused()
    {
        await Refused(Good with { Label = [] }, IngestOutcome.BadLabel);
        await Refused(Good with { Label = Street.Image(0) }, IngestOutcome.BadLabel);
        await Refused(Good with { Label = Street.Label(0)[..^20] }, IngestOutcome.BadLabel);
        await Refused(Good with { Purpose = ImagePurpose.Evaluate }, IngestOutcome.BadLabel, "needs a label");
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("name\nof two lines")]
    public async Task A_bad_domain_is_refused_with_the_whole_call(string domain)
    {
        var run = await cluster.Define();

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => run.Ingest.Push([Street.Unlabelled(51), Good with { Domain = domain }]));

        Assert.Contains($"images[1].Domain is {Printable.Quoted(domain)}; it must be {PrclNames.Rule}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await run.Stream().Counts()).Stored);
    }

    [Fact]
    public async Task A_label_that_comes_late_or_twice_replaces_no_newer_one()
    {
        var run = await cluster.Define();
        byte[] other = Street.Label(61), image = Street.Image(60);
        var first = Street.Labelled(60) with { Seen = SeenImage.None };
        await run.Store(first);
        var hash = ContentHash.Of(image).ToString();
        var second = first with { Label = other, Seen = Assert.Single(await run.Ingest.Look([hash])) };
        await run.Store(second);
        await run.Store(first with { Seen = Assert.Single(await run.Ingest.Look([hash])) });
        var now = Assert.Single(await run.Stream().Find([hash]))!;

        var late = Assert.Single(await run.Ingest.Push([second]));

        Assert.Equal(IngestOutcome.ChangedSince, late.Outcome);
        Assert.Equal("frame-60.png: the image has got another label, or was deleted, since it was looked at; its label stays as it is.", late.Message);
        Assert.Equal(IngestOutcome.AlreadyStored, Assert.Single(await run.Ingest.Push([first])).Outcome);
        Assert.Equal(now, Assert.Single(await run.Stream().Find([hash])));
        Assert.Equal(ContentHash.Of(first.Label!).ToString(), now.LabelSha256);
    }

    [Fact]
    public async Task A_run_that_does_not_exist_is_told()
    {
        var reply = Assert.Single(await cluster.Grains.GetGrain<IIngestGrain>("no-such-run").Push([Good]));

        Assert.Equal(IngestOutcome.NoSuchRun, reply.Outcome);
        Assert.Contains("frame-0.png", reply.Message, StringComparison.Ordinal);
        Assert.Contains("'no-such-run'", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_to_learn_from_that_crops_do_not_suit_is_stored_and_told_so()
    {
        var run = await cluster.Define(("crop-height", "33"), ("crop-width", "33"), ("working-size", "129"));

        var replies = await run.Ingest.Push([Street.Labelled(92), Street.Unlabelled(93), Street.Evaluated(94)]);

        Assert.All(replies, r => Assert.Equal(IngestOutcome.Stored, r.Outcome));
        Assert.Equal(replies[0].Message, replies[1].Message);
        Assert.Contains("crops of 33×33 show less than a quarter", replies[0].Message, StringComparison.Ordinal);
        Assert.Contains("images of 80×72", replies[0].Message, StringComparison.Ordinal);
        Assert.Empty(replies[2].Message);
    }

    [Fact]
    public async Task A_full_disk_asks_to_try_later_and_the_repeat_stores()
    {
        var push = Street.Labelled(90);
        var blob = ImageBlobs.NameOf(ContentHash.Of(push.Image));
        var run = await cluster.Define();
        using (cluster.Fail((operation, name) => operation == "Write" && name == blob ? Fault.DiskFull : Fault.None))
        {
            var replies = await run.Ingest.Push([push, Street.Unlabelled(91)]);

            Assert.Equal([IngestOutcome.StorageUnavailable, IngestOutcome.Stored], replies.Select(r => r.Outcome));
            Assert.Contains("frame-90.png", replies[0].Message, StringComparison.Ordinal);
            Assert.Contains("disk is full", replies[0].Message, StringComparison.Ordinal);
            Assert.True(replies[0].RetryAfter > TimeSpan.Zero);
        }

        Assert.Equal(1, (await run.Grain.Status()).Refused["StorageUnavailable"]);
        Assert.Equal([IngestOutcome.Stored, IngestOutcome.AlreadyStored], (await run.Ingest.Push([push, Street.Unlabelled(91)])).Select(r => r.Outcome));
    }

    [Fact]
    public async Task Only_the_log_says_that_an_image_is_stored()
    {
        var (one, two) = (await cluster.Define(), await cluster.Define());
        await one.Store(Street.Labelled(95));

        // The blobs exist, the other run's log doesn't have them.
        Assert.Equal([IngestOutcome.Stored], (await two.Ingest.Push([Street.Labelled(95)])).Select(r => r.Outcome));
        var repeats = await two.Ingest.Push([Street.Labelled(95), Street.Unlabelled(95), Street.Labelled(95) with { Label = Street.Label(96) }]);

        Assert.Equal([IngestOutcome.AlreadyStored, IngestOutcome.AlreadyStored, IngestOutcome.Stored], repeats.Select(r => r.Outcome));
        Assert.All(repeats, r => Assert.Equal(ContentHash.Of(Street.Image(95)).ToString(), r.Sha256));
        Assert.Equal(1, (await two.Stream().Counts()).Stored);
        Assert.Equal((bool[])[true, false], await two.Ingest.Known([
            new(ContentHash.Of(Street.Image(95)).ToString(), ContentHash.Of(Street.Label(96)).ToString()),
            new(ContentHash.Of(Street.Image(97)).ToString(), null)]));
    }

    [Fact]
    public async Task One_bad_image_does_not_hold_up_the_others_and_replies_keep_their_order()
    {
        var run = await cluster.Define();

        var replies = await run.Ingest.Push([.. Enumerable.Range(0, 40).Select(i => i % 4 == 3 ? Good with { Name = $"bad-{i}", Image = [1, 2, 3] } : Street.Unlabelled(i))]);

        for (var i = 0; i < replies.Length; i++)
        {
            Assert.Equal(i % 4 == 3 ? IngestOutcome.NotAnImage : IngestOutcome.Stored, replies[i].Outcome);
            Assert.Equal(i % 4 == 3, replies[i].Message.StartsWith($"bad-{i}:", StringComparison.Ordinal));
        }

        Assert.Equal(Enumerable.Range(0, 40).Where(i => i % 4 != 3).Select(i => $"frame-{i}.png"), (await run.Stream().List(0, 99, false)).Select(i => i.Name));
        Assert.Equal(10, (await run.Grain.Status()).Refused["NotAnImage"]);
    }

    [Fact]
    public async Task Odd_but_sound_images_are_accepted()
    {
        var gradient = TestImages.Gradient();
        var sixteen = TestImages.Png(24, 20, 16, 2, new byte[24 * 20 * 6]);
        var run = await cluster.Define();

        await run.Store(
            Good with { Name = "cmyk", Image = TestImages.FlatJpeg([10, 60, 90, 20], 0) },
            Good with { Name = "sixteen bits", Image = sixteen },
            Good with { Name = "rotated", Image = TestImages.WithExif(TestImages.Jpeg(gradient), 6) },
            Good with { Name = "upright", Image = TestImages.Jpeg(gradient) });

        var images = (await run.Stream().List(0, 9, false)).ToDictionary(i => i.Name, i => (i.Width, i.Height));
        Assert.Equal((24, 24), images["cmyk"]);
        Assert.Equal((24, 20), images["sixteen bits"]);
        Assert.Equal((gradient.Height, gradient.Width), images["rotated"]);
        Assert.Equal((gradient.Width, gradient.Height), images["upright"]);
    }

    [Fact]
    public async Task A_label_of_a_rotated_photograph_is_upright_too()
    {
        var rotated = TestImages.WithExif(TestImages.Jpeg(TestImages.Gradient(48, 32)), 6);
        var run = await cluster.Define();

        var replies = await run.Ingest.Push([
            Good with { Name = "lying", Image = rotated, Label = LabelPng.Write(new LabelMap(48, 32, new ushort[48 * 32])) },
            Good with { Name = "upright", Image = rotated, Label = LabelPng.Write(new LabelMap(32, 48, new ushort[48 * 32])) }]);

        Assert.Equal([IngestOutcome.BadLabel, IngestOutcome.Stored], replies.Select(r => r.Outcome));
    }

    [Theory]
    [InlineData(ImagePurpose.Train)]
    [InlineData(ImagePurpose.Evaluate)]
    public async Task An_image_stored_for_one_purpose_is_refused_for_another(ImagePurpose first)
    {
        var run = await cluster.Define();
        await run.Store(Street.Labelled(1) with { Purpose = first });

        var reply = Assert.Single(await run.Ingest.Push([Street.Labelled(1) with { Purpose = 1 - first, Label = Street.Label(2) }]));

        Assert.Equal(IngestOutcome.OtherPurpose, reply.Outcome);
        Assert.Contains("frame-1.png", reply.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await run.Grain.Status()).Refused["OtherPurpose"]);
    }

    [Fact]
    public async Task A_quarantined_image_that_is_pushed_again_is_written_again_and_back_in()
    {
        var run = await cluster.Define();
        var push = Street.Labelled(900);
        await run.Store(push, Street.Unlabelled(901));
        await cluster.Damage(push.Image);
        await cluster.Damage(push.Label!);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await run.Stream().Fail("a", 1, 0, "damaged", attempt);
        }

        var fingerprint = new ImageFingerprint(ContentHash.Of(push.Image).ToString(), ContentHash.Of(push.Label).ToString());
        Assert.Equal(1, (await run.Stream().Counts()).Quarantined);
        Assert.False(Assert.Single(await run.Ingest.Known([fingerprint])));

        await run.Store(push);

        await cluster.Silos.DeactivateAsync(run.Stream());
        var counts = await run.Stream().Counts();
        Assert.Equal((2, 1, 1, 0), (counts.Stored, counts.Labelled, counts.Backlog, counts.Quarantined));
        Assert.True(Assert.Single(await run.Ingest.Known([fingerprint])));
        Assert.Equal(push.Image, await new ImageBlobs(cluster.Storage).Load(ContentHash.Of(push.Image), TestContext.Current.CancellationToken));
        Assert.Equal(push.Label, await new ImageBlobs(cluster.Storage).Load(ContentHash.Of(push.Label), TestContext.Current.CancellationToken));
        Assert.Equal(IngestOutcome.AlreadyStored, Assert.Single(await run.Ingest.Push([push])).Outcome);
    }

    private async Task Refused(ImagePush push, IngestOutcome outcome, string said = "")
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(50));
        var before = (await run.Stream().Counts(), (await cluster.Blobs("images/")).Length);

        var reply = Assert.Single(await run.Ingest.Push([push with { Name = "photo 7.jpg" }]));

        Assert.True(reply.Outcome == outcome, $"{reply.Outcome}: {reply.Message}");
        Assert.StartsWith("photo 7.jpg: ", reply.Message, StringComparison.Ordinal);
        Assert.Contains(said, reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reply.Message);
        Assert.Equal("", reply.Sha256);
        Assert.Equal(1, (await run.Grain.Status()).Refused[outcome.ToString()]);
        Assert.Equal(before, (await run.Stream().Counts(), (await cluster.Blobs("images/")).Length));
    }
}
