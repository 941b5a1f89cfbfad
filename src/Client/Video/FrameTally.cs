using Prcl.Client.Push;

namespace Prcl.Client.Video;

/// <summary>What has become of frames. A camera sends for years, so only the first few refusals and notes are kept, and the others counted.</summary>
internal sealed class FrameTally
{
    private const int MostKept = 20;
    private readonly List<RefusedFile> _refusals = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);

    /// <summary>Frames that were looked at.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that were stored.</summary>
    public long Stored { get; private set; }

    /// <summary>Frames that the run held already.</summary>
    public long Skipped { get; private set; }

    /// <summary>Frames that showed nothing new.</summary>
    public long Alike { get; private set; }

    /// <summary>Frames and files that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>The first refusals.</summary>
    public IReadOnlyList<RefusedFile> Refusals => _refusals;

    /// <summary>What doesn't suit the run, each once.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    /// <summary>All of it in a line.</summary>
    public string Line => $"{Frames} {(Frames == 1 ? "frame" : "frames")}: {Stored} stored, {Skipped} skipped (held already), {Alike} left out (like the one before), {Refused} refused";

    /// <summary>Counts a frame.</summary>
    public void Add(FrameVerdict verdict)
    {
        Frames += verdict == FrameVerdict.PassedOver ? 0 : 1;
        Alike += verdict == FrameVerdict.Alike ? 1 : 0;
    }

    /// <summary>Counts what became of frames that were sent.</summary>
    public void Add(PushTally sent)
    {
        Stored += sent.Stored;
        Skipped += sent.Skipped;
        foreach (var refused in sent.Refused)
        {
            Refuse(refused);
        }

        _notes.UnionWith(sent.Notes.Take(MostKept - _notes.Count));
    }

    /// <summary>Counts a refusal.</summary>
    public void Refuse(RefusedFile refused)
    {
        Refused++;
        if (_refusals.Count < MostKept)
        {
            _refusals.Add(refused);
        }
    }
}
