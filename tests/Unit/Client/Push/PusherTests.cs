using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Prcl.Client;
using Prcl.Client.Push;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Xunit;

namespace Prcl.Unit.Client.Push;

public sealed class PusherTests : IDisposable
{
    private readonly ScratchFolder _files = new();
    private readonly FakeGrains _grains = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly PushTally _tally = new();
    private readonly HashSet<string> _log = [];
    private readonly List<string> _sent = [];
    private int _settled;
    private int _looks;

    public PusherTests() => _grains
        .On<IIngestGrain>("Known", (_, arguments) => Task.FromResult(
            ((ImageFingerprint[])arguments[0]!).Select(file => _log.Contains(file.ImageSha256 + file.LabelSha256)).ToArray()))
        .On<IIngestGrain>("Look", (_, arguments) => Task.FromResult(Array.ConvertAll((string[])arguments[0]!, _ => new SeenImage(7, _looks++))))
        .On<IIngestGrain>("Push", (_, arguments) => Task.FromResult(((ImagePush[])arguments[0]!).Select(Store).ToArray()));

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Pushing_again_sends_only_what_is_missing()
    {
        PushItem[] items = [Item("a.jpg"), Item("b.jpg", "b.png")];
        await Push(items);
        Assert.Equal((2, 0), (_tally.Stored, _tally.Skipped));

        _sent.Clear();
        await Push([.. items, Item("c.jpg")]);

        Assert.Equal((3, 2), (_tally.Stored, _tally.Skipped));
        Assert.Equal(["c.jpg"], _sent);
        Assert.Equal(5, _settled);
    }

    [Fact]
    public async Task A_new_label_is_sent_with_its_image()
    {
        await Push([Item("a.jpg")]);
        await Push([Item("a.jpg", "a.png")]);

        Assert.Equal(2, _tally.Stored);
    }

    [Fact]
    public async Task What_the_silo_refuses_is_told_by_file()
    {
        _grains.On<IIngestGrain>("Push", (_, arguments) => Task.FromResult(
            ((ImagePush[])arguments[0]!).Select(_ => new IngestReply(IngestOutcome.NotAnImage, "", "not a picture", null)).ToArray()));

        await Push([Item("a.jpg")]);

        Assert.Equal(new RefusedFile(_files.At("a.jpg"), "notAnImage", "not a picture"), Assert.Single(_tally.Refused));
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_gone_is_refused_and_the_others_go_on()
    {
        var gone = new PushItem(_files.At("gone.jpg"), null, "d", 10);

        await Push([Item("large.jpg", bytes: 200), gone, Item("a.jpg")], new PushLimits(FileBytes: 100));

        Assert.Equal(["unreadable", "tooLarge"], _tally.Refused.Select(refused => refused.Reason));
        Assert.Equal(1, _tally.Stored);
    }

    [Fact]
    public async Task While_storage_is_unavailable_the_rest_of_a_batch_waits_and_is_sent_again()
    {
        var calls = 0;
        _grains.On<IIngestGrain>("Push", (_, arguments) =>
        {
            var first = calls++ == 0;
            return Task.FromResult(((ImagePush[])arguments[0]!).Select(image => first && image.Name == "b.jpg" ? Unavailable : Store(image)).ToArray());
        });
        var work = Push([Item("a.jpg"), Item("b.jpg")]);
        await Until(work);

        Assert.Equal(["a.jpg", "b.jpg"], _sent);
        Assert.Equal((2, 0), (_tally.Stored, _tally.Refused.Length));
        Assert.True(_clock.GetUtcNow() - _clock.Start >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task When_storage_stays_away_the_file_is_refused_in_the_end()
    {
        _grains.On<IIngestGrain>("Push", (_, _) => Task.FromResult<IngestReply[]>([Unavailable]));
        await Until(Push([Item("a.jpg")], new PushLimits(Attempts: 3)));

        Assert.Equal("storageUnavailable", Assert.Single(_tally.Refused).Reason);
    }

    [Fact]
    public async Task A_label_of_an_image_that_has_changed_since_is_pushed_again_after_another_look()
    {
        var seen = new List<SeenImage?>();
        _grains.On<IIngestGrain>("Push", (_, arguments) =>
        {
            var pushed = (ImagePush[])arguments[0]!;
            seen.AddRange(pushed.Select(p => p.Seen));
            return Task.FromResult(pushed.Select(p => p.Seen == new SeenImage(7, 0) ? new IngestReply(IngestOutcome.ChangedSince, "", "changed", null) : Store(p)).ToArray());
        });

        await Until(Push([Item("a.jpg"), Item("b.jpg", "b.png")]));

        Assert.Equal((SeenImage?[])[null, new SeenImage(7, 0), new SeenImage(7, 1)], seen);
        Assert.Equal(2, _tally.Stored);
    }

    [Fact]
    public async Task A_run_that_is_gone_ends_the_push()
    {
        _grains.On<IIngestGrain>("Push", (_, _) => Task.FromResult<IngestReply[]>([new(IngestOutcome.NoSuchRun, "", "no run 'r'", null)]));

        var error = await Assert.ThrowsAsync<PrclRequestException>(() => Push([Item("a.jpg")]));

        Assert.Equal("no run 'r'", error.Message);
    }

    private static IngestReply Unavailable => new(IngestOutcome.StorageUnavailable, "", "storage is away", TimeSpan.FromSeconds(5));

    private IngestReply Store(ImagePush image)
    {
        lock (_log)
        {
            _sent.Add(image.Name);
            var hash = Convert.ToHexStringLower(SHA256.HashData(image.Image));
            _log.Add(hash + (image.Label is null ? "" : Convert.ToHexStringLower(SHA256.HashData(image.Label))));
            return new IngestReply(IngestOutcome.Stored, hash, "", null);
        }
    }

    private PushItem Item(string image, string? label = null, int bytes = 10) =>
        new(_files.Write(image, bytes), label is null ? null : _files.Write(label), "d", bytes);

    private async Task Push(PushItem[] items, PushLimits? limits = null)
    {
        await using var client = new PrclClient(_grains.Factory, _clock);
        var pusher = new Pusher(client.Images, _clock, limits ?? new PushLimits(), done => Interlocked.Add(ref _settled, done));
        await pusher.Push("r", ImagePurpose.Train, items, _tally, TestContext.Current.CancellationToken);
    }

    private async Task Until(Task work)
    {
        while (!work.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await work;
    }
}
