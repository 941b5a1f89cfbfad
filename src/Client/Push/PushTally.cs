using Prcl.Images.Datasets;
using Prcl.Images.Files;

namespace Prcl.Client.Push;

/// <summary>What has become of the files so far. Safe for concurrent use.</summary>
/// <param name="classes">The run's classes; null leaves labels uncounted.</param>
internal sealed class PushTally(ClassList? classes = null)
{
    private readonly LabelStatistics? _labels = classes is null ? null : new LabelStatistics(classes);
    private readonly Lock _lock = new();
    private readonly List<RefusedFile> _refused = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);
    private int _stored;
    private int _labelled;
    private int _skipped;

    /// <summary>Images (or new labels of images) that were stored.</summary>
    public int Stored => _stored;

    /// <summary>How many of the stored ones came with a label.</summary>
    public int Labelled => _labelled;

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

    /// <summary>What doesn't suit the run about images that were stored, and what their labels may lack; each once.</summary>
    public string[] Notes
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes.Concat(_labels?.Notes() ?? []).Distinct()];
            }
        }
    }

    /// <summary>The classes' shares of the stored labels' pixels, and that of ignored ones, 0 to 1; null without labels.</summary>
    public (double[] Classes, double Ignored)? Shares
    {
        get
        {
            lock (_lock)
            {
                return _labels is { Labels: > 0 } labels ? ([.. Enumerable.Range(0, classes!.Count).Select(labels.Share)], labels.IgnoredShare) : null;
            }
        }
    }

    /// <summary>Counts a stored image.</summary>
    /// <param name="note">What doesn't suit the run about it; mostly empty.</param>
    /// <param name="label">Its label PNG, or null.</param>
    /// <param name="labelPath">What notes call the label.</param>
    public void AddStored(string note = "", byte[]? label = null, string? labelPath = null)
    {
        var ids = label is null || _labels is null ? null : LabelPng.Read(label, ImageLimits.Default).Labels;
        lock (_lock)
        {
            _stored++;
            _labelled += label is null ? 0 : 1;
            if (note.Length > 0)
            {
                _notes.Add(note);
            }

            if (ids is not null)
            {
                _labels!.Add(ids, labelPath ?? "");
            }
        }
    }

    /// <summary>Looks at a label that the silo has refused for what may explain it.</summary>
    public void AddAdvice(byte[] label)
    {
        if (_labels is not null && LabelPng.Read(label, ImageLimits.Default).Labels is { } ids && _labels.Advice(ids) is { } advice)
        {
            lock (_lock)
            {
                _notes.Add(advice);
            }
        }
    }

    /// <summary>Counts an image that the run held already.</summary>
    public void AddSkipped() => Interlocked.Increment(ref _skipped);

    /// <summary>Counts what another tally has counted, without its labels' pixels.</summary>
    public void Add(PushTally other)
    {
        var (refused, notes) = (other.Refused, other.Notes);
        lock (_lock)
        {
            _stored += other._stored;
            _labelled += other._labelled;
            _skipped += other._skipped;
            _refused.AddRange(refused);
            _notes.UnionWith(notes);
        }
    }

    /// <summary>Notes a refused file.</summary>
    public void AddRefused(RefusedFile refused)
    {
        lock (_lock)
        {
            _refused.Add(refused);
        }
    }
}
