using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Prcl.Images.Files;
using Prcl.Unit.Client.Push.Misread;
using Xunit;

namespace Prcl.Unit.Client.Video;

/// <summary><c>prcl push</c> with videos, read by a real ffmpeg.</summary>
public sealed class PushVideoTests : IDisposable
{
    private readonly PushRun _run = new();

    public PushVideoTests()
    {
        _run.Prcl.Clock = TimeProvider.System;
        _run.Prcl.Variables["PATH"] = Clips.SearchPath;
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_frames_of_a_minute_come_in_order_at_the_asked_rate_with_their_times()
    {
        await Clips.Make(_run.Files.At("yard/clip.mkv"), Clips.Moving, 60);

        Assert.Equal(ExitCode.Done, await _run.Push("yard/clip.mkv", "--fps", "1", "--run", "street"));

        Assert.Equal(Enumerable.Range(0, 60).Select(second => $"clip.mkv#t={second}.000"), _run.Pushes.Select(push => push.Name));
        Assert.All(_run.Pushes, push => Assert.Equal(("yard", ImagePurpose.Train), (push.Domain, push.Purpose)));
        Assert.All(_run.Pushes, push => Assert.Equal((64, 48), (Header(push).Width, Header(push).Height)));
        Assert.Equal(60, _run.Pushes.Select(push => Convert.ToBase64String(push.Image)).Distinct().Count());
        Assert.Contains("60 frames: 60 stored, 0 skipped (held already), 0 left out (like the one before), 0 refused", _run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_frame_a_second_and_every_third_of_two_a_second_are_what_they_say()
    {
        await Clips.Make(_run.Files.At("yard/clip.ts"), Clips.Moving, 6);

        await _run.Push("yard/clip.ts", "--fps", "0.5");
        await _run.Push("yard/clip.ts", "--fps", "2", "--every", "3", "--min-change", "0", "--domain", "other");

        Assert.Equal(["0.000", "2.000", "4.000", "0.000", "1.500", "3.000", "4.500"], _run.Pushes.Select(push => push.Name[(push.Name.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        Assert.Equal("other", _run.Pushes[^1].Domain);
    }

    [Fact]
    public async Task A_clip_gives_the_same_bytes_again_so_that_pushing_it_twice_stores_nothing_twice()
    {
        await Clips.Make(_run.Files.At("yard/clip.mkv"), Clips.Moving, 5);

        await _run.Push("yard/clip.mkv");
        await _run.Push("yard/clip.mkv");

        Assert.Equal(_run.Pushes.Take(5).Select(push => Convert.ToHexString(push.Image)), _run.Pushes.Skip(5).Select(push => Convert.ToHexString(push.Image)));
    }

    [Fact]
    public async Task Frames_that_show_nothing_new_are_left_out_unless_all_are_wanted()
    {
        await Clips.Make(_run.Files.At("yard/still.mkv"), Clips.Still, 10);

        await _run.Push("yard/still.mkv");
        Assert.Single(_run.Pushes);
        Assert.Contains("10 frames: 1 stored, 0 skipped (held already), 9 left out", _run.Out, StringComparison.Ordinal);

        await _run.Push("yard/still.mkv", "--min-change", "0", "--domain", "all");
        Assert.Contains("10 frames: 1 stored, 9 skipped (held already), 0 left out", _run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_video_is_refused_by_name_and_the_next_one_is_pushed()
    {
        _run.Others("yard/broken.mp4");
        File.WriteAllText(_run.Files.At("yard/list.mp4"), "ffconcat version 1.0\nfile '/etc/hostname'\n");
        await Clips.Make(_run.Files.At("yard/sound.mkv"), Clips.Moving, 2);

        Assert.Equal(ExitCode.Failed, await _run.Push("yard/broken.mp4", "yard/list.mp4", _run.Files.At("yard/gone.mp4"), "yard/sound.mkv", "--json"));

        var all = JsonDocument.Parse(_run.Out).RootElement;
        Assert.Equal((2, 3, true), (all.GetProperty("stored").GetInt32(), all.GetProperty("refused").GetInt32(), all.GetProperty("complete").GetBoolean()));
        Assert.Equal(["unreadable", "unreadable", "missing"], all.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("reason").GetString()));
        Assert.Contains("refused /yard/broken.mp4: Invalid data found when processing input", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_that_is_damaged_in_the_middle_is_told_though_frames_came_of_it()
    {
        var clip = _run.Files.At("yard/clip.mp4");
        await Clips.Make(clip, Clips.Moving, 20);
        var bytes = await File.ReadAllBytesAsync(clip, TestContext.Current.CancellationToken);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 3, bytes.Length / 4);
        await File.WriteAllBytesAsync(clip, bytes, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, await _run.Push("yard/clip.mp4", "--json"));

        var all = JsonDocument.Parse(_run.Out).RootElement;
        Assert.InRange(all.GetProperty("stored").GetInt32(), 1, 19);
        Assert.Equal("unreadable", all.GetProperty("refusals")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Refused_frames_are_told_and_make_the_exit_code()
    {
        await Clips.Make(_run.Files.At("yard/clip.mkv"), Clips.Moving, 30);
        _run.Silo = push => new IngestReply(IngestOutcome.TooSmall, "", $"{push.Name}: too small", null);

        Assert.Equal(ExitCode.Failed, await _run.Push("yard/clip.mkv"));

        Assert.Contains("refused /yard/clip.mkv#t=0.000: too small", _run.Error, StringComparison.Ordinal);
        Assert.Contains("… and 10 others", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_frames_are_read_than_the_silo_takes()
    {
        // 300 frames of which each is larger than a pipe: an ffmpeg that nobody reads stands still.
        await Clips.Make(_run.Files.At("yard/clip.mkv"), "testsrc2=size=1280x720:rate=30", 10);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        _run.Prcl.Grains.On<IIngestGrain>("Push", (_, arguments) => Store((ImagePush[])arguments[0]!));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var work = _run.Prcl.Run(stop.Token, "push", _run.Files.At("yard/clip.mkv"), "--fps", "30", "--min-change", "0");
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        leave.SetResult();

        Assert.Equal(ExitCode.Interrupted, await work);
        Assert.Contains("cut short: pushing again sends only what is missing", _run.Error, StringComparison.Ordinal);
        Assert.InRange(int.Parse(_run.Out.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 1, 33);

        async Task<IngestReply[]> Store(ImagePush[] pushes)
        {
            entered.TrySetResult();
            await leave.Task;
            return Array.ConvertAll(pushes, _ => new IngestReply(IngestOutcome.Stored, new string('a', 64), "", null));
        }
    }

    [Fact]
    public async Task Without_ffmpeg_a_line_says_how_to_install_it()
    {
        _run.Others("yard/clip.mp4");
        _run.Prcl.Variables["PATH"] = _run.Files.Root;

        Assert.Equal(ExitCode.Failed, await _run.Push("yard/clip.mp4"));
        Assert.Contains("ffmpeg, which isn't installed here: apt-get install ffmpeg", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Out);
    }

    [Theory]
    [InlineData("https: addresses aren't read", "https://user:hush@camera/live")]
    [InlineData("this isn't a camera's address", "rtsp:/user:hush@camera/live")]
    [InlineData("one camera is watched by one command", "rtsp://user:hush@camera/live", "yard/clip.mp4")]
    [InlineData("videos and images are pushed by commands of their own", "yard/clip.mp4", "yard/a.jpg")]
    [InlineData("must not begin with '-'", "--", "-clip.mp4")]
    [InlineData("have no labels", "yard/clip.mp4", "--binary")]
    [InlineData("what is measured with needs them", "yard/clip.mp4", "--purpose", "evaluate")]
    [InlineData("--fps and --min-change are for videos", "yard/a.jpg", "--fps", "2")]
    [InlineData("--fps is '0'; it must be a number from 0.001 to 1000", "yard/clip.mp4", "--fps", "0")]
    [InlineData("--min-change is '101'; it must be a number from 0 to 100", "yard/clip.mp4", "--min-change", "101")]
    [InlineData("can't be a domain", "odd name/clip.mp4")]
    public async Task What_makes_no_sense_is_told_without_passwords(string said, params string[] arguments)
    {
        _run.Others("yard/clip.mp4", "yard/a.jpg", "odd name/clip.mp4");

        Assert.Equal(ExitCode.Usage, await _run.Push(arguments));
        Assert.Contains(said, _run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", _run.Error, StringComparison.Ordinal);
    }

    private static ImageHeader Header(ImagePush push) => ImageInspector.Inspect(push.Image).Header!;
}
