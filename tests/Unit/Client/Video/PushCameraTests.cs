using System.Globalization;
using Prcl.Client.Commands;
using Prcl.Unit.Client.Push.Misread;
using Xunit;

namespace Prcl.Unit.Client.Video;

/// <summary><c>prcl push rtsp://…</c> with a camera on loopback, read by a real ffmpeg.</summary>
public sealed class PushCameraTests : IDisposable
{
    private const string Name = "us@er";
    private const string Password = "hush:hush'\\%";
    private const string Escaped = "us%40er:hush%3Ahush'%5C%25";
    private readonly PushRun _run = new();

    public PushCameraTests()
    {
        _run.Prcl.Clock = TimeProvider.System;
        _run.Prcl.Variables["PATH"] = Clips.SearchPath;
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_camera_that_breaks_off_is_connected_to_again_and_its_password_is_nowhere()
    {
        await using var camera = new RtspCamera(await Stream(8), $"{Name}:{Password}");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var seen = StopAfter(stop, 8, () => camera.Plays == 2);

        Assert.Equal(ExitCode.Interrupted, await _run.Prcl.Run(stop.Token, "push", $"rtsp://{Escaped}@{camera.Place}/live", "--domain", "yard", "--run", "street"));

        await seen;
        var names = _run.Pushes.Select(push => push.Name).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.True(
            DateTime.TryParse(name["127.0.0.1#t=clock:".Length..], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out _), name));
        Assert.All(_run.Pushes, push => Assert.Equal("yard", push.Domain));
        Assert.Contains("127.0.0.1: the stream ended; connecting again in 1 s", _run.Error, StringComparison.Ordinal);
        Assert.Contains("frames: ", _run.Out, StringComparison.Ordinal);
        AssertNoSecrets();
    }

    [Fact]
    public async Task Name_and_password_may_come_by_the_environment_and_a_refused_camera_is_told_without_them()
    {
        await using var camera = new RtspCamera(await Stream(1), $"{Name}:{Password}");
        _run.Prcl.Variables["PRCL_RTSP_CREDENTIALS"] = $"{Name}:{Password}";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var seen = StopAfter(stop, 1, () => true);
        Assert.Equal(ExitCode.Interrupted, await _run.Prcl.Run(stop.Token, "push", $"rtsp://{camera.Place}/live"));
        await seen;
        Assert.Equal("127.0.0.1", _run.Pushes[0].Domain);

        Assert.Equal(ExitCode.Failed, await _run.Push($"rtsp://other:hush@{camera.Place}/live", "--verbose"));

        Assert.Contains("127.0.0.1 can't be watched: ", _run.Error, StringComparison.Ordinal);
        Assert.Contains("401", _run.Error, StringComparison.Ordinal);
        AssertNoSecrets();
    }

    [Fact]
    public async Task A_silo_that_goes_away_meanwhile_is_connected_to_again_and_the_frames_are_sent_then()
    {
        await using var camera = new RtspCamera(await Stream(8), $"{Name}:{Password}") { LastPlay = 1 };
        var failures = 0;
        _run.Silo = _ => failures++ < 6 ? throw new SiloUnavailableException("gone") : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _run.Prcl.Clock = new QuickClock();
        var seen = StopAfter(stop, 3, () => true);

        Assert.True(await _run.Prcl.Run(stop.Token, "push", $"rtsp://{Escaped}@{camera.Place}/live") == ExitCode.Interrupted, _run.Error);

        await seen;
        Assert.Contains("connected to 127.0.0.1:30000 again", _run.Error, StringComparison.Ordinal);
        Assert.InRange(_run.Pushes.Count, 3, 8);
    }

    private async Task<byte[]> Stream(int seconds) => await File.ReadAllBytesAsync(await Clips.Make(_run.Files.At("live.ts"), Clips.Moving, seconds), TestContext.Current.CancellationToken);

    private void AssertNoSecrets()
    {
        foreach (var secret in new[] { "hush", Name, "us%40er" })
        {
            Assert.DoesNotContain(secret, _run.Prcl.Out + _run.Prcl.Error + string.Concat(_run.Pushes.Select(push => push.Name)), StringComparison.Ordinal);
        }
    }

    private Task StopAfter(CancellationTokenSource stop, int frames, Func<bool> holds)
    {
        var reached = new TaskCompletionSource();
        var silo = _run.Silo;
        var stored = 0;
        _run.Silo = push =>
        {
            var answer = silo(push);
            if (answer is null && ++stored >= frames && holds())
            {
                reached.TrySetResult();
            }

            return answer;
        };
        return Stop();

        async Task Stop()
        {
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await stop.CancelAsync();
        }
    }

    // Waits a hundredth of what it is asked to between tries.
    private sealed class QuickClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(10) ? dueTime / 100 : dueTime, period);
    }
}
