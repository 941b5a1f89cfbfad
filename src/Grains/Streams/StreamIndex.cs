using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;

namespace Prcl.Grains.Streams;

/// <summary>
/// One partition's images in memory, as a fold of its log and of the committed rounds: what is stored, labelled, trained,
/// quarantined, and which unlabelled images wait. Leases are <see cref="LeaseTable"/>'s.
/// </summary>
internal sealed class StreamIndex
{
    private readonly List<ImageInfo> _images = [];
    private readonly Dictionary<string, long> _bySha = new(StringComparer.Ordinal);
    private readonly SortedSet<long> _waiting = [];
    private readonly List<long> _trained = [];
    private readonly SortedSet<long> _labelled = [];
    private readonly SortedSet<long> _evaluation = [];
    private long _quarantined;

    /// <summary>Changes whenever the labelled or trained images change.</summary>
    public long Revision { get; private set; }

    /// <summary>Images in the log.</summary>
    public int Count => _images.Count;

    /// <summary>The image at a sequence number.</summary>
    public ImageInfo this[long sequence] => _images[(int)sequence];

    /// <summary>Unlabelled, untrained images for training, oldest first; leased ones are among them.</summary>
    public IEnumerable<long> Waiting => _waiting;

    /// <summary>Whether an image is among them.</summary>
    public bool IsWaiting(long sequence) => _waiting.Contains(sequence);

    /// <summary>How many wait.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>The image of this hash, or null.</summary>
    public ImageInfo? Find(string sha256) => _bySha.TryGetValue(sha256, out var sequence) ? this[sequence] : null;

    /// <summary>Whether the image is in the log with this label (null: with or without one).</summary>
    public bool Holds(string sha256, string? labelSha256) =>
        Find(sha256) is { } image && (labelSha256 is null || image.LabelSha256 == labelSha256);

    /// <summary>Folds a log record.</summary>
    public void Apply(StreamRecord record)
    {
        if (record.Image is { } image)
        {
            var info = new ImageInfo(
                _images.Count, image.Sha256, image.LabelSha256, image.Name, image.Domain, image.Purpose, image.Width, image.Height, false, null, image.StoredUtc);
            _bySha.Add(image.Sha256, info.Sequence);
            _images.Add(info);
            Settle(info);
            Revision += info.LabelSha256 is null ? 0 : 1;
        }
        else if (record.Label is { } label)
        {
            Replace(this[label.Sequence] with { LabelSha256 = label.LabelSha256 });
        }
        else if (record.Quarantine is { } quarantine)
        {
            Replace(this[quarantine.Sequence] with { Quarantine = quarantine.Error });
        }
    }

    /// <summary>Sets trained marks; an image that is marked already stays as it is.</summary>
    public void MarkTrained(IEnumerable<long> sequences)
    {
        foreach (var sequence in sequences)
        {
            if (sequence < _images.Count && !this[sequence].Trained)
            {
                _trained.Add(sequence);
                Replace(this[sequence] with { Trained = true });
            }
        }
    }

    /// <summary>Training images with a label, in log order.</summary>
    public ImageInfo[] Labelled() => [.. _labelled.Select(s => this[s])];

    /// <summary>The newest trained, unlabelled images, in the order of training; at most <paramref name="count"/>.</summary>
    public ImageInfo[] Trained(int count) =>
        [.. _trained.Select(s => this[s]).Where(i => i.LabelSha256 is null && i.Quarantine is null).TakeLast(count)];

    /// <summary>Images kept for measuring, in log order.</summary>
    public ImageInfo[] Evaluation() => [.. _evaluation.Select(s => this[s])];

    /// <summary>Images from a sequence number on.</summary>
    public ImageInfo[] List(long from, int count, bool onlyQuarantined) =>
        [.. _images.Skip((int)Math.Min(from, _images.Count)).Where(i => !onlyQuarantined || i.Quarantine is not null).Take(count)];

    /// <summary>Counts, given how many images are leased.</summary>
    public StreamCounts Counts(int leased) => new(
        Count,
        _labelled.Count,
        _evaluation.Count,
        _trained.Count,
        leased,
        WaitingCount - leased,
        _quarantined);

    private void Replace(ImageInfo image)
    {
        _quarantined += (image.Quarantine is null ? 0 : 1) - (this[image.Sequence].Quarantine is null ? 0 : 1);
        _images[(int)image.Sequence] = image;
        Settle(image);
        Revision++;
    }

    private void Settle(ImageInfo image)
    {
        var isUsable = image.Quarantine is null;
        Put(_evaluation, image.Sequence, isUsable && image.Purpose == ImagePurpose.Evaluate);
        Put(_labelled, image.Sequence, isUsable && image is { Purpose: ImagePurpose.Train, LabelSha256: not null });
        Put(_waiting, image.Sequence, isUsable && image is { Purpose: ImagePurpose.Train, LabelSha256: null, Trained: false });
    }

    private static void Put(SortedSet<long> set, long sequence, bool belongs)
    {
        if (belongs)
        {
            set.Add(sequence);
        }
        else
        {
            set.Remove(sequence);
        }
    }
}
