using System.CommandLine;
using Prcl.Client.Push;
using Prcl.Client.Video;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Commands;

/// <summary>What <c>prcl push</c> can be told, and what goes with what.</summary>
internal sealed class PushSwitches
{
    private const string Evaluate = "evaluate";

    private readonly Argument<FileSystemInfo[]?> _paths = new("PATH")
    {
        Description = "Images, or folders of images (one with images/ and labels/ in it is a domain of its name); videos; a camera, rtsp://…; or - for file names on standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<DirectoryInfo> _labels = new("--labels") { Description = "Where labels are: DIR/a.png for a.jpg", HelpName = "DIR" };
    private readonly Option<bool> _unlabelled = new("--unlabelled") { Description = "Take every PNG and JPEG named for an image, and no label for any" };
    private readonly Option<bool> _binary = PushCommand.BinaryLabels();
    private readonly Option<string?> _domain = new("--domain") { Description = "The images' domain [default: the folder's name]", HelpName = "NAME" };
    private readonly Option<string> _purpose = new("--purpose") { Description = "What the images are for", HelpName = "train|evaluate", DefaultValueFactory = _ => "train" };
    private readonly Option<DirectoryInfo> _watch = new("--watch") { Description = "Push what settles in a folder, until Ctrl-C", HelpName = "DIR" };
    private readonly Option<string?> _moveTo = new("--move-to") { Description = "Where files of the watched folder go that are done with [default: they stay]", HelpName = "DIR" };
    private readonly Option<long?> _every = WholeNumber.Option("--every", "Push one image of so many, in order of their names, or one frame of so many [default: 1]", "N", 1);
    private readonly Option<double?> _rate = DecimalNumber.Option("--fps", "Frames a second of a video or camera, 0.001 to 1000 [default: 1]", "F", VideoOptions.LeastRate, VideoOptions.MostRate);
    private readonly Option<double?> _change = DecimalNumber.Option(
        "--min-change", "Leave a frame out when no part's brightness differs by this much from the last one sent, 0 to 100 % [default: 2]", "P", 0, 100);

    private readonly Option<bool> _inOrder = new("--in-order") { Description = "One call at a time, so that the run's log keeps the files' order" };

    public PushSwitches()
    {
        _labels.AcceptExistingOnly();
        _watch.AcceptExistingOnly();
        _purpose.AcceptOnlyFromAmong("train", Evaluate);
    }

    /// <summary>Arguments and options.</summary>
    public IEnumerable<Symbol> Symbols => [_paths, _labels, _unlabelled, _binary, _domain, _purpose, _inOrder, _watch, _moveTo, _every, _rate, _change];

    /// <summary>What is named, as it was typed.</summary>
    public string[] Paths(CommandCall call) => [.. (call.Optional(_paths) ?? []).Select(path => path.ToString())];

    /// <summary>The folder to watch, or null.</summary>
    public string? Watched(CommandCall call) => call.Value(_watch)?.ToString();

    /// <summary>Where watched files go, or null.</summary>
    public string? MoveTo(CommandCall call) => call.Value(_moveTo);

    /// <summary>Of how many one is pushed.</summary>
    public long Every(CommandCall call) => call.Value(_every) ?? 1;

    /// <summary>What the images are for.</summary>
    public ImagePurpose Purpose(CommandCall call) => call.Value(_purpose) == Evaluate ? ImagePurpose.Evaluate : ImagePurpose.Train;

    /// <summary>The domain of all, or null.</summary>
    public string? Domain(CommandCall call) => call.Value(_domain);

    /// <summary>Calls, sizes and counts.</summary>
    public PushLimits Limits(CommandCall call) => call.Value(_inOrder) ? new PushLimits(CallsInFlight: 1) : new PushLimits();

    /// <summary>Which frames.</summary>
    public VideoOptions Video(CommandCall call) => new(call.Value(_rate) ?? VideoOptions.DefaultRate, Every(call), call.Value(_change) ?? VideoOptions.DefaultMinChange);

    /// <summary>Finds images and labels.</summary>
    public PushDiscovery Discovery(CommandCall call) => new(Source(call), Domain(call), Purpose(call));

    /// <summary>Refuses what contradicts itself.</summary>
    /// <param name="call">The command.</param>
    /// <param name="input">What it is about.</param>
    /// <exception cref="UsageException">It does.</exception>
    public void Check(CommandCall call, PushInput input)
    {
        var source = Source(call);
        var isVideo = input is PushInput.Videos or PushInput.Camera;
        if (Fault() is { } fault)
        {
            throw new UsageException(fault);
        }

        string? Fault() =>
            source is { IsNone: true, Folder: not null } or { IsNone: true, IsBinary: true } ? "--unlabelled takes no labels, so it can't go with --labels or --binary"
            : Domain(call) is { } domain && !PrclNames.IsName(domain) ? $"'{domain}' can't be a domain: {PrclNames.Rule}"
            : isVideo && (source.Folder is not null || source.IsBinary) ? "frames of videos have no labels, so --labels and --binary can't go with them"
            : isVideo && Purpose(call) == ImagePurpose.Evaluate ? "frames of videos have no labels, and what is measured with needs them"
            : !isVideo && (call.Value(_rate) ?? call.Value(_change)) is not null ? "--fps and --min-change are for videos and cameras"
            : input != PushInput.Watched && MoveTo(call) is not null ? "--move-to goes with --watch"
            : input is PushInput.Watched or PushInput.Names && source.Folder is not null
                ? $"{(input == PushInput.Watched ? "--watch" : "-")} takes labels from where data sets keep them, so it can't go with --labels"
            : null;
    }

    private LabelSource Source(CommandCall call) => new(call.Value(_labels)?.ToString(), call.Value(_binary), call.Value(_unlabelled));
}
