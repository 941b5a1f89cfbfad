using System.CommandLine;
using Prcl.Client.Push;
using Prcl.Client.Video;

namespace Prcl.Client.Commands;

/// <summary><c>prcl push</c>: sends images and labels into a run.</summary>
internal static class PushCommand
{
    private const string StandardInput = "-";

    public static Command Create(CommandFrame frame)
    {
        var switches = new PushSwitches();
        return frame.Define(
            "push",
            "Push images, and labels where there are any; what the run holds already is skipped",
            [
                "prcl push photos --run street",
                "prcl push a.jpg b.jpg --labels masks --domain rain",
                "prcl push data/0016E5 --purpose evaluate",
                "prcl push --watch /var/camera --move-to /var/pushed --every 10",
                "prcl push clip.mp4 --fps 0.5 --domain rain",
                "prcl push rtsp://camera-1/live --run street",
                "prcl push - --run street",
            ],
            call => Carry(call, switches),
            [.. switches.Symbols, frame.Run, frame.Json]);
    }

    /// <summary>The option for labels of two numbers.</summary>
    public static Option<bool> BinaryLabels() => new("--binary") { Description = "Labels are masks: 0 becomes class 0, their other number class 1" };

    private static Task<int> Carry(CommandCall call, PushSwitches switches)
    {
        var paths = switches.Paths(call);
        var input = InputOf(paths, switches.Watched(call));
        switches.Check(call, input);
        var (every, purpose) = (switches.Every(call), switches.Purpose(call));
        switch (input)
        {
            case PushInput.Watched:
                return PushWatch.Watch(call, switches.Watched(call)!, switches.MoveTo(call), (int)Math.Min(every, int.MaxValue), purpose, () => switches.Discovery(call));
            case PushInput.Names:
                return PushNames.Push(call, () => switches.Discovery(call), purpose, every, switches.Limits(call));
            case PushInput.Videos:
                return PushVideo.Push(call, paths, file => switches.Domain(call) ?? PushDiscovery.DomainOfFolder(Path.GetDirectoryName(Path.GetFullPath(file))!), switches.Video(call));
            case PushInput.Camera:
                var camera = CameraAddress.Parse(paths[0], call.Variable);
                return PushCamera.Push(call, camera, switches.Domain(call) ?? camera.Domain, switches.Video(call));
            default:
                var plan = switches.Discovery(call).Find(paths);
                plan = every == 1 ? plan : plan with { Items = [.. plan.Items.Where((_, i) => i % every == 0)] };
                return PushFiles.Push(call, plan, [(purpose, plan.Items)], switches.Limits(call));
        }
    }

    private static PushInput InputOf(string[] paths, string? watched)
    {
        if (watched is not null)
        {
            return paths.Length == 0 ? PushInput.Watched : throw new UsageException("--watch takes one folder, and no paths beside it");
        }

        if (paths.Length == 0)
        {
            throw new UsageException("name images, videos or folders (PATH), or a folder to --watch");
        }

        if (Array.Exists(paths, VideoPaths.IsAddress))
        {
            return paths.Length == 1 ? PushInput.Camera : throw new UsageException("one camera is watched by one command, and nothing is pushed beside it");
        }

        if (paths.Contains(StandardInput))
        {
            return paths.Length == 1 ? PushInput.Names : throw new UsageException("- takes all names from standard input, and no paths beside it");
        }

        return !Array.Exists(paths, VideoPaths.IsVideo) ? PushInput.Files
            : Array.TrueForAll(paths, VideoPaths.IsVideo) ? PushInput.Videos
            : throw new UsageException("videos and images are pushed by commands of their own");
    }
}
