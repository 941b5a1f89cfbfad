using Prcl.Images.Datasets;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Experiments.Splits;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Frames;

/// <summary>All frames of an experiment.</summary>
/// <param name="Classes">The classes of its labels.</param>
/// <param name="Domains">The domains in the order in which they arrive.</param>
/// <param name="Unseen">Domains that are looked at only at the end; they stream nothing.</param>
internal sealed record FrameSet(ClassList Classes, IReadOnlyList<FrameDomain> Domains, IReadOnlyList<FrameDomain> Unseen)
{
    /// <summary>What the frames are and what was decided about them, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The classes' colours by id.</summary>
    public IReadOnlyList<(byte R, byte G, byte B)> Palette { get; } = [.. Classes.Classes.Select(c => (c.Color.Red, c.Color.Green, c.Color.Blue))];

    /// <summary>Opens what a protocol asks for. Lists files and reads no pixel; a street is drawn frame by frame when it is needed.</summary>
    /// <param name="protocol">Which domains, and how they are divided.</param>
    /// <param name="data">The folder that holds the domains and <c>classes.json</c>; null for a street.</param>
    /// <param name="evaluate">Folders with <c>images/</c> and <c>labels/</c> of the same classes.</param>
    /// <exception cref="DatasetException">A file or folder is missing or breaks a rule; names it and the reason.</exception>
    /// <exception cref="HostException">Data are missing, or given to a protocol that draws its own.</exception>
    public static FrameSet Open(Protocol protocol, string? data, IReadOnlyList<string> evaluate)
    {
        var set = (protocol.Scenes, data) switch
        {
            ({ } street, null) => StreetFrames.Open(protocol, street),
            (null, { } folder) when protocol.Splits is { } splits => SplitFrames.Open(protocol, splits, folder),
            (null, { } folder) => FolderFrames.Open(protocol, folder),
            (null, null) => throw new HostException("--data: the protocol's domains are folders; name the folder that holds them."),
            _ => throw new HostException("--data: the protocol draws its street itself; leave this option out."),
        };
        return set with { Unseen = [.. evaluate.Select(path => FolderFrames.OpenUnseen(path, set.Classes))] };
    }

    /// <summary>The labelled frames of a seed, from the first domain's streamed part, or the list of labelled images.</summary>
    /// <exception cref="DatasetException">One of them has no label, or the domain has fewer frames.</exception>
    public IReadOnlyList<Frame> Labelled(Protocol protocol, long seed)
    {
        var frames = Domains[0].Labelled;
        if (protocol.Labelled > frames.Count)
        {
            throw new DatasetException(
                Domains[0].Name,
                $"{protocol.Labelled} frames should be labelled, but only {frames.Count} {(protocol.Splits is null ? "stream in" : $"are in the list '{protocol.Splits.Labelled}'")}");
        }

        Frame[] labelled = [.. LabelledFrames.Indices(frames.Count, protocol.Labelled, protocol.LabelledChoice, seed).Select(i => frames[i])];
        return labelled.FirstOrDefault(f => f.LoadLabel is null) is { } bare
            ? throw new DatasetException(bare.Name, "the frame should be labelled but has no label")
            : labelled;
    }
}
