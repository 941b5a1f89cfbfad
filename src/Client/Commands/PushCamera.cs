using System.Globalization;
using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Client.Video;

namespace Prcl.Client.Commands;

/// <summary><c>prcl push rtsp://…</c>: sends frames of a camera until Ctrl-C, through restarts of the camera and of silos.</summary>
internal static class PushCamera
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromMinutes(1);

    /// <summary>Sends them.</summary>
    /// <param name="call">The command.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="domain">The frames' domain.</param>
    /// <param name="options">Which frames.</param>
    /// <exception cref="IOException">The camera gives no frame at the first attempt: the address is wrong, or it is off.</exception>
    public static async Task<int> Push(CommandCall call, CameraAddress camera, string domain, VideoOptions options)
    {
        var ffmpeg = Ffmpeg.Find(call.Variable);
        var run = (await call.Run()).Name;
        var images = (await call.Connect()).Images;
        var (total, minute, told) = (new FrameTally(), new FrameTally(), call.Clock.GetTimestamp());
        var sender = new FrameSender(options.Choice(), Send, domain, Together, call.Clock);
        call.Terminal.Note($"watching {camera.Host}; Ctrl-C ends it");
        try
        {
            for (var pause = FirstPause; ; pause = Longer(pause))
            {
                var before = total.Frames;
                var fault = await Watch() ?? "the stream ended";
                if (total.Frames > before)
                {
                    pause = FirstPause;
                }
                else if (before == 0)
                {
                    throw new IOException($"{camera.Host} can't be watched: {fault}");
                }

                call.Terminal.Note($"{camera.Host}: {fault}; connecting again in {pause.TotalSeconds:F0} s");
                await Task.Delay(pause, call.Clock, call.Cancellation);
            }
        }
        finally
        {
            // What was refused in the last minute hasn't been told yet.
            Tell(call, minute);
            if (total.Frames > 0 || call.Cancellation.IsCancellationRequested)
            {
                Summarise();
            }
        }

        async Task<string?> Watch()
        {
            await using var reader = await FrameReader.Start(
                ffmpeg, FfmpegArguments.OfCamera(options.Rate), camera.Script(), Silence + TimeSpan.FromSeconds(2 / options.Rate), call.Clock);
            await sender.Send(reader, Name, Count, Settle, call.Cancellation);
            return reader.Fault is { } fault ? camera.Redacted(fault) : null;
        }

        // A camera's own clock begins anywhere; a frame's time is when it came.
        string Name(VideoFrame frame) => string.Create(CultureInfo.InvariantCulture, $"{camera.Host}#t=clock:{call.Clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");

        void Count(FrameVerdict verdict)
        {
            total.Add(verdict);
            minute.Add(verdict);
        }

        void Settle(PushTally sent)
        {
            total.Add(sent);
            minute.Add(sent);
            if (call.Clock.GetElapsedTime(told) >= ReportPeriod)
            {
                Tell(call, minute);
                if (!call.Json)
                {
                    call.Terminal.Line($"in the last minute {minute.Line}");
                }

                (minute, told) = (new FrameTally(), call.Clock.GetTimestamp());
            }
        }

        async Task<PushTally> Send(IReadOnlyList<PushItem> items)
        {
            while (true)
            {
                try
                {
                    return await PushVideo.Send(call, images, run, items);
                }
                catch (Exception failure) when (SteadyConnection.IsLost(failure))
                {
                    images = (await SteadyConnection.Again(call)).Images;
                }
            }
        }

        void Summarise()
        {
            if (call.Json)
            {
                call.Terminal.Json(VideoDocument.Of(run, total, complete: false));
            }
            else
            {
                call.Terminal.Line(total.Line);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => 2 * pause < LongestPause ? 2 * pause : LongestPause;

    private static void Tell(CommandCall call, FrameTally minute)
    {
        foreach (var kind in minute.Refusals.GroupBy(refused => refused.Reason))
        {
            call.Terminal.Note("refused " + FileLine.Of(kind.First().File, kind.First().Message));
        }

        foreach (var note in minute.Notes)
        {
            call.Terminal.Note("note: " + note);
        }
    }
}
