using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;

namespace Prcl.Grains.Streams;

/// <summary>
/// One partition's images in memory, as a fold of its log and of the committed rounds: what is stored, labelled, trained,
/// quarantined, deleted, and which unlabelled images wait. Leases are <see cref="LeaseTable"/>'s.
/// </summary>
/// <param name="collectedBelow">Files of deletions below this one are gone already.</param>
internal sealed class StreamIndex(long collectedBelow = 0)
{
    private readonly ImageTable _images = new();
    private readonly Dictionary<string, long> _bySha = new(StringComparer.Ordinal);
    private readonly LabelFiles _labels = new();
    private readonly SortedSet<long> _waiting = [];
    private readonly TrainedOrder _trained = new();
    private readonly SortedSet<long> _labelled = [];
    private readonly HashSet<long> _labelledAtOnce = [];
    private readonly SortedSet<long> _evaluation = [];
    private long _quarantined;

    /// <summary>Changes whenever the labelled or trained images change. Never negative; begins anywhere, so that nobody knows it from an earlier activation.</summary>
    public long Revision { get; private set; } = Random.Shared.NextInt64(1L << 40);

    /// <summary>Images that were ever logged: the next one's sequence.</summary>
    public int Count => (int)_images.End;

    /// <summary>Deletions so far.</summary>
    public long Deletions { get; private set; }

    /// <summary>Deletions whose files haven't been collected yet, oldest first.</summary>
    public List<Deletion> Uncollected { get; } = [];

    /// <summary>Bytes of all images.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of all unlabelled images for training.</summary>
    public long UnlabelledBytes { get; private set; }

    /// <summary>The image at a sequence number.</summary>
    /// <exception cref="KeyNotFoundException">It is deleted, or there never was one.</exception>
    public ImageInfo this[long sequence] => _images.Find(sequence) ?? throw new KeyNotFoundException($"There is no image {sequence}.");

    /// <summary>Unlabelled, untrained images for training, oldest first; leased ones are among them.</summary>
    public IEnumerable<long> Waiting => _waiting;

    /// <summary>Unlabelled images for training, trained or not, oldest first.</summary>
    public IEnumerable<ImageInfo> Unlabelled => _images.From(0).Where(IsUnlabelled);

    /// <summary>All images, last of the log first.</summary>
    public IEnumerable<ImageInfo> Backwards => _images.Backwards();

    /// <summary>Whether an image is among them.</summary>
    public bool IsWaiting(long sequence) => _waiting.Contains(sequence);

    /// <summary>How many wait.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>The image at a sequence number; null when it is deleted or there never was one.</summary>
    public ImageInfo? At(long sequence) => _images.Find(sequence);

    /// <summary>The image of this hash, or null.</summary>
    public ImageInfo? Find(string sha256) => _bySha.TryGetValue(sha256, out var sequence) ? this[sequence] : null;

    /// <summary>The image of this hash as it is now.</summary>
    public SeenImage Look(string sha256) => _bySha.TryGetValue(sha256, out var sequence) ? new SeenImage(sequence, _labels.CountOf(sequence)) : SeenImage.None;

    /// <summary>Whether an image never was, and never will be, one to train on without a label: it is deleted, measured with, or came with its label.</summary>
    public bool NeverWaits(long sequence) => At(sequence) is not { Purpose: ImagePurpose.Train } || _labelledAtOnce.Contains(sequence);

    /// <summary>Whether the image is in the log with this label, in this domain and for this purpose (null: whichever). A quarantined one isn't held: pushed again it is mended.</summary>
    public bool Holds(ImageFingerprint file) => Find(file.ImageSha256) is { Quarantine: null } image
        && (file.LabelSha256 is null || image.LabelSha256 == file.LabelSha256)
        && (file.Domain is null || image.Domain == file.Domain)
        && (file.Purpose is null || image.Purpose == file.Purpose);

    /// <summary>Whether an image has this file, as itself or as a label.</summary>
    public bool Refers(string sha256) => _bySha.ContainsKey(sha256) || _labels.Contains(sha256);

    /// <summary>Folds a log record.</summary>
    /// <exception cref="InvalidDataException">It is an image of another sequence than the next.</exception>
    public void Apply(StreamRecord record)
    {
        if (record.Image is { } image)
        {
            Add(image);
        }
        else if (record.Label is { } label && At(label.Sequence) is { } labelled)
        {
            _labels.Add(label.Sequence, label.LabelSha256);
            Replace(labelled, labelled with { LabelSha256 = label.LabelSha256 });
        }
        else if (record.Quarantine is { } quarantine && At(quarantine.Sequence) is { } broken)
        {
            Replace(broken, broken with { Quarantine = quarantine.Error });
        }
        else if (record.Restored is { } restored && At(restored.Sequence) is { } mended)
        {
            Replace(mended, mended with { Quarantine = null });
        }
        else if (record.Deleted is { } deleted && At(deleted.Sequence) is { } gone)
        {
            Remove(gone);
        }
        else if (record.Lost is { } lost)
        {
            _images.SkipTo(lost.NextSequence);
        }
    }

    /// <summary>Sets trained marks; an image that is marked already, or <see cref="NeverWaits"/>, stays as it is.</summary>
    public void MarkTrained(IEnumerable<long> sequences)
    {
        foreach (var sequence in sequences)
        {
            if (At(sequence) is { Trained: false } image && !NeverWaits(sequence))
            {
                _trained.Add(sequence);
                Replace(image, image with { Trained = true });
            }
        }
    }

    /// <summary>Training images with a label, in log order.</summary>
    public ImageInfo[] Labelled() => [.. _labelled.Select(s => this[s])];

    /// <summary>The newest trained, unlabelled images, in the order of training; at most <paramref name="count"/>.</summary>
    public ImageInfo[] Trained(int count) =>
        [.. _trained.NewestFirst.Select(At).OfType<ImageInfo>().Where(i => i.LabelSha256 is null && i.Quarantine is null).Take(count).Reverse()];

    /// <summary>Images kept for measuring, in log order.</summary>
    public ImageInfo[] Evaluation() => [.. _evaluation.Select(s => this[s])];

    /// <summary>Images from a sequence number on.</summary>
    public ImageInfo[] List(long from, int count, bool onlyQuarantined) =>
        [.. _images.From(from).Where(i => !onlyQuarantined || i.Quarantine is not null).Take(count)];

    /// <summary>Counts, given how many images are leased.</summary>
    public StreamCounts Counts(int leased) => new(
        _images.Count,
        _labelled.Count,
        _evaluation.Count,
        _trained.Count,
        leased,
        WaitingCount - leased,
        _quarantined,
        Deletions,
        Bytes);

    private static bool IsUnlabelled(ImageInfo image) => image is { Purpose: ImagePurpose.Train, LabelSha256: null };

    private void Add(ImageLogged image)
    {
        if (image.Sequence is { } sequence && sequence != _images.End)
        {
            throw new InvalidDataException($"An image log has image {sequence} ('{image.Name}') where image {_images.End} is due: a part of it is another log's, or missing.");
        }

        var info = new ImageInfo(
            _images.End, image.Sha256, image.LabelSha256, image.Name, image.Domain, image.Purpose, image.Width, image.Height, false, null, image.StoredUtc, image.Bytes);
        _bySha.Add(image.Sha256, info.Sequence);
        _images.Add(info);
        if (info.LabelSha256 is { } label)
        {
            _labels.Add(info.Sequence, label);
            _labelledAtOnce.Add(info.Sequence);
            Revision++;
        }

        Settle(null, info);
    }

    private void Replace(ImageInfo before, ImageInfo image)
    {
        _images.Replace(image);
        Settle(before, image);
        Revision++;
    }

    private void Remove(ImageInfo image)
    {
        _bySha.Remove(image.Sha256);
        _labelledAtOnce.Remove(image.Sequence);
        _images.Remove(image);
        Settle(image, null);
        if (image.Trained)
        {
            _trained.Remove(s => At(s) is not null);
        }

        string[] files = [.. _labels.Remove(image.Sequence).Prepend(image.Sha256).Distinct()];
        if (Deletions >= collectedBelow)
        {
            Uncollected.Add(new Deletion(Deletions, files));
        }

        Deletions++;
        Revision++;
    }

    private void Settle(ImageInfo? before, ImageInfo? image)
    {
        var sequence = (before ?? image)!.Sequence;
        var usable = image is { Quarantine: null } ? image : null;
        Put(_evaluation, sequence, usable is { Purpose: ImagePurpose.Evaluate });
        Put(_labelled, sequence, usable is { Purpose: ImagePurpose.Train, LabelSha256: not null });
        Put(_waiting, sequence, usable is { Purpose: ImagePurpose.Train, LabelSha256: null, Trained: false });
        _quarantined += (image?.Quarantine is null ? 0 : 1) - (before?.Quarantine is null ? 0 : 1);
        Bytes += (image?.Bytes ?? 0) - (before?.Bytes ?? 0);
        UnlabelledBytes += (image is not null && IsUnlabelled(image) ? image.Bytes : 0) - (before is not null && IsUnlabelled(before) ? before.Bytes : 0);
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
