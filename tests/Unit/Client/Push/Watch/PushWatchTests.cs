using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Xunit;

namespace Prcl.Unit.Client.Push.Watch;

public sealed class PushWatchTests : IDisposable
{
    private readonly ScratchFolder _files = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly CommandLineRun _prcl;
    private readonly ConcurrentDictionary<string, int> _held = new();
    private Func<string, Exception?> _fails = _ => null;
    private IngestOutcome _outcome = IngestOutcome.Stored;

    public PushWatchTests()
    {
        _prcl = new CommandLineRun { Clock = _clock }.WithRuns(CommandLineRun.Description("street"));
        _prcl.Grains
            .On<IIngestGrain>("Known", (_, a) => Task.FromResult(Array.ConvertAll((ImageFingerprint[])a[0]!, f => _held.ContainsKey(f.ImageSha256))))
            .On<IIngestGrain>("Push", (_, a) => Answer((ImagePush[])a[0]!));
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Images_that_come_while_it_watches_are_pushed_once_and_moved()
    {
        Picture("in/a.jpg");
        var work = Watch("--move-to", _files.At("done"));
        await Until(work, () => _held.Count == 1);
        Picture("in/sub/b.jpg");
        await Until(work, () => _held.Count == 2);

        await End(work);
        Assert.Equal(["a.jpg", "sub/b.jpg"], Directory.GetFiles(_files.At("done"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_files.At("done"), f)).Order());
        Assert.Empty(Directory.GetFiles(_files.At("in"), "*", SearchOption.AllDirectories));
        Assert.All(_held.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_silo_that_goes_away_for_long_costs_no_image_and_doubles_none()
    {
        for (var i = 0; i < 40; i++)
        {
            Picture($"in/{i:D2}.jpg");
        }

        var calls = 0;
        _fails = _ => ++calls is >= 2 and < 14 ? new SiloUnavailableException("gone") : null;

        var work = Watch();
        await Until(work, () => _held.Count == 40);

        await End(work);
        Assert.Contains("connected to 127.0.0.1:30000 again", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(40, Directory.GetFiles(_files.At("in")).Length);
    }

    [Fact]
    public async Task A_watch_that_is_begun_again_sends_only_what_is_missing()
    {
        Picture("in/a.jpg");
        var first = Watch();
        await Until(first, () => _held.Count == 1);
        await End(first);
        Picture("in/b.jpg");

        var second = Watch();
        await Until(second, () => _held.Count == 2);
        await End(second);

        Assert.All(_held.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task Of_every_third_image_is_pushed_and_the_others_are_passed_over()
    {
        for (var i = 0; i < 7; i++)
        {
            Picture($"in/{i}.jpg");
        }

        var work = Watch("--every", "3", "--move-to", _files.At("done"));
        await Until(work, () => Directory.Exists(_files.At("done")) && Directory.GetFiles(_files.At("done")).Length == 7);
        await End(work);

        Assert.Equal(3, _held.Count);
    }

    [Fact]
    public async Task What_is_refused_for_want_of_room_is_tried_again_and_what_is_no_image_is_told_once_and_stays()
    {
        Picture("in/a.jpg");
        _outcome = IngestOutcome.OutOfRoom;
        var work = Watch("--move-to", _files.At("done"));
        await Until(work, () => _prcl.Error.Contains("refused", StringComparison.Ordinal));
        Assert.True(File.Exists(_files.At("in/a.jpg")));

        _outcome = IngestOutcome.Stored;
        await Until(work, () => _held.Count == 1);
        _outcome = IngestOutcome.NotAnImage;
        Picture("in/b.jpg");
        await Until(work, () => _prcl.Error.Contains("b.jpg", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromMinutes(5));

        await End(work);
        Assert.True(File.Exists(_files.At("in/b.jpg")));
    }

    [Theory]
    [InlineData("--watch takes one folder", "--watch", "in", "in/a.jpg")]
    [InlineData("--move-to goes with --watch", "in", "--move-to", "done")]
    [InlineData("name images, videos or folders (PATH), or a folder to --watch")]
    [InlineData("--move-to is the watched folder itself", "--watch", "in", "--move-to", "in")]
    [InlineData("it can't go with --labels", "--watch", "in", "--labels", "in")]
    public async Task What_makes_no_sense_is_told(string said, params string[] arguments)
    {
        Picture("in/a.jpg");

        Assert.Equal(ExitCode.Usage, await _prcl.Run(TestContext.Current.CancellationToken, ["push", .. arguments.Select(a => a.StartsWith('-') ? a : _files.At(a))]));
        Assert.Contains(said, _prcl.Error, StringComparison.Ordinal);
    }

    private CancellationTokenSource? _stop;

    private Task<int> Watch(params string[] options)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        return _prcl.Run(_stop.Token, ["push", "--watch", _files.At("in"), "--domain", "day", .. options]);
    }

    private async Task Until(Task work, Func<bool> holds)
    {
        for (var turn = 0; !holds(); turn++)
        {
            Assert.False(work.IsCompleted, _prcl.Error);
            Assert.True(turn < 20_000, _prcl.Error);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private async Task End(Task<int> work)
    {
        await _stop!.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, await work);
        _stop.Dispose();
    }

    // A picture of its own, as far as hashes go.
    private void Picture(string name)
    {
        _files.Write(name);
        File.AppendAllText(_files.At(name), name);
    }

    private Task<IngestReply[]> Answer(ImagePush[] images)
    {
        if (_fails("Push") is { } failure)
        {
            return Task.FromException<IngestReply[]>(failure);
        }

        foreach (var image in images.Where(_ => _outcome == IngestOutcome.Stored))
        {
            _held.AddOrUpdate(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(image.Image)), 1, (_, n) => n + 1);
        }

        return Task.FromResult(Array.ConvertAll(images, i => new IngestReply(_outcome, new string('a', 64), "as asked", null)));
    }
}
