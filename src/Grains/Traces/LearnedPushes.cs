namespace Prcl.Grains.Traces;

/// <summary>Which pushes a trainer's open round learns from that none of its rounds did before. An image is drawn again and again: only the first time tells something.</summary>
internal sealed class LearnedPushes
{
    // Beyond it all are forgotten at once, and a push may be linked to once more.
    private const int Remembered = 8192;

    private readonly HashSet<string> _before = [];
    private readonly List<string> _open = [];

    /// <summary>The open round learns from an image that came with this trace, or with none.</summary>
    public void Learn(string? trace)
    {
        if (trace is null || !_before.Add(trace))
        {
            return;
        }

        if (_open.Count < LearningTraces.MostLinks)
        {
            _open.Add(trace);
        }

        if (_before.Count >= Remembered)
        {
            _before.Clear();
        }
    }

    /// <summary>Those of the open round, which ends.</summary>
    public string[] Take()
    {
        string[] taken = [.. _open];
        _open.Clear();
        return taken;
    }
}
