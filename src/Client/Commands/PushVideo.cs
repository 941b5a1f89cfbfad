using System.Globalization;
using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Client.Video;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Commands;

/// <summary><c>prcl push CLIP.mp4</c>: sends frames of video files in their order.</summary>
internal static class PushVideo
{
    /// <summary>Sends them.</summary>
    /// <param name="call">The command.</param>
    /// <param name="files">The files, one after the other.</param>
    /// <param name="domainOf">A file's domain.</param>
    /// <param name="options">Which frames.</param>
    public static async Task<int> Push(CommandCall call, string[] files, Func<string, string> domainOf, VideoOptions options)
    {
        var odd = Array.Find(files, file => file.StartsWith('-'));
        if (odd is not null)
        {
            throw new UsageException($"{odd}: a video's name must not begin with '-', which other programs take for an option; name it ./{odd}");
        }

        string[] domains = [.. files.Select(domainOf)];
        var ffmpeg = Ffmpeg.Find(call.Variable);
        var run = (await call.Run()).Name;
        var images = (await call.Connect()).Images;
        var (tally, isWhole) = (new FrameTally(), false);
        try
        {
            foreach (var (file, domain) in files.Zip(domains))
            {
                await Push(file, domain);
            }

            isWhole = true;
        }
        finally
        {
            Report(call, run, tally, isWhole);
        }

        return tally.Refused == 0 ? ExitCode.Done : ExitCode.Failed;

        async Task Push(string file, string domain)
        {
            if (!File.Exists(file))
            {
                tally.Refuse(new RefusedFile(file, "missing", Directory.Exists(file) ? "it is a folder" : "there is no such file"));
                return;
            }

            var before = tally.Frames;
            var sender = new FrameSender(options.Choice(), items => Send(call, images, run, items), domain, Timeout.InfiniteTimeSpan, call.Clock);
            await using var reader = await FrameReader.Start(ffmpeg, FfmpegArguments.OfFile(file, options.Rate), [], Timeout.InfiniteTimeSpan, call.Clock);
            await sender.Send(
                reader, frame => string.Create(CultureInfo.InvariantCulture, $"{file}#t={frame.Seconds:F3}"), verdict => tally.Add(verdict), sent => tally.Add(sent), call.Cancellation);
            call.Cancellation.ThrowIfCancellationRequested();
            var fault = reader.Fault ?? (tally.Frames == before ? "there is no frame in it" : null);
            if (fault is not null)
            {
                tally.Refuse(new RefusedFile(file, "unreadable", tally.Frames == before ? fault : $"after {tally.Frames - before} frames: {fault}"));
            }
        }
    }

    /// <summary>Sends frames, in one call at a time.</summary>
    public static async Task<PushTally> Send(CommandCall call, Images.ImageCalls images, string run, IReadOnlyList<PushItem> items)
    {
        var tally = new PushTally();
        await new Pusher(images, call.Clock, new PushLimits(CallsInFlight: 1), _ => { }).Push(run, ImagePurpose.Train, items, tally, call.Cancellation);
        return tally;
    }

    /// <summary>Tells what became of the frames.</summary>
    public static void Report(CommandCall call, string run, FrameTally tally, bool isWhole)
    {
        foreach (var refused in tally.Refusals)
        {
            call.Terminal.Note("refused " + FileLine.Of(refused.File, refused.Message));
        }

        if (tally.Refused > tally.Refusals.Count)
        {
            call.Terminal.Note($"… and {tally.Refused - tally.Refusals.Count} others");
        }

        foreach (var note in tally.Notes)
        {
            call.Terminal.Note("note: " + note);
        }

        if (call.Json)
        {
            call.Terminal.Json(VideoDocument.Of(run, tally, isWhole));
            return;
        }

        call.Terminal.Line(tally.Line);
        if (!isWhole)
        {
            call.Terminal.Note("cut short: pushing again sends only what is missing");
        }
    }
}
