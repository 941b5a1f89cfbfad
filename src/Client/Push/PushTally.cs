namespace Prcl.Client.Push;

/// <summary>What has become of the files so far. Safe for concurrent use.</summary>
internal sealed class PushTally
{
    private readonly Lock _lock = new();
    private readonly List<RefusedFile> _refused = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);
    private int _stored;
    private int _skipped;

    /// <summary>Images (or new labels of images) that were stored.</summary>
    public int Stored => _stored;

    /// <summary>Images that the run held already.</summary>
    public int Skipped => _skipped;

    /// <summary>Files that were refused, by path.</summary>
    public RefusedFile[] Refused
    {
        get
        {
            lock (_lock)
            {
                return [.. _refused.OrderBy(refused => refused.File, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>What doesn't suit the run about images that were stored, each once.</summary>
    public string[] Notes
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>Counts a stored image.</summary>
    /// <param name="note">What doesn't suit the run about it; mostly empty.</param>
    public void AddStored(string note = "")
    {
        Interlocked.Increment(ref _stored);
        if (note.Length > 0)
        {
            lock (_lock)
            {
                _notes.Add(note);
            }
        }
    }

    /// <summary>Counts an image that the run held already.</summary>
    public void AddSkipped() => Interlocked.Increment(ref _skipped);

    /// <summary>Notes a refused file.</summary>
    public void AddRefused(RefusedFile refused)
    {
        lock (_lock)
        {
            _refused.Add(refused);
        }
    }
}
