using Prcl.Grains.Logs;
using Prcl.Grains.Streams;
using Prcl.Unit.Grains.Blobs;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>A partition's log, read from the disk and checked record by record.</summary>
internal sealed class LogCheck(Oracle oracle, string runId, int partition)
{
    private readonly List<string> _images = [];
    private readonly HashSet<long> _labelledAtOnce = [];
    private readonly Dictionary<string, (long Sequence, string? Label)> _there = new(StringComparer.Ordinal);
    private readonly HashSet<(string Image, string? Label)> _logged = [];
    private readonly Dictionary<string, int> _deletions = new(StringComparer.Ordinal);

    /// <summary>Images and labels that were ever logged.</summary>
    public IReadOnlyCollection<(string Image, string? Label)> Logged => _logged;

    /// <summary>How often an image was deleted.</summary>
    public IReadOnlyDictionary<string, int> Deletions => _deletions;

    /// <summary>Sequences of images that aren't deleted.</summary>
    public HashSet<long> There => [.. _there.Values.Select(i => i.Sequence)];

    /// <summary>Whether an image is there and could be, or could have been, one to train on without a label.</summary>
    public bool CanWait(long sequence) => There.Contains(sequence) && !_labelledAtOnce.Contains(sequence);

    public Task Read(MemoryBlobStore disk) =>
        AppendLog.Open(disk, StreamPartition.LogOf(runId, partition), null, record => Take(StreamRecord.Decode(record.Payload.Span)));

    private void Take(StreamRecord record)
    {
        if (record.Image is { } image)
        {
            Require(_there.TryAdd(image.Sha256, (_images.Count, image.LabelSha256)), "an image is logged twice");
            if (image.LabelSha256 is not null)
            {
                _labelledAtOnce.Add(_images.Count);
            }

            _images.Add(image.Sha256);
            _logged.UnionWith([(image.Sha256, null), (image.Sha256, image.LabelSha256)]);
        }
        else if (record.Label is { } label)
        {
            var (sequence, before) = Find(label.Sequence);
            Require(before != label.LabelSha256, $"a label of image {sequence} is logged twice");
            _there[_images[(int)sequence]] = (sequence, label.LabelSha256);
            _logged.Add((_images[(int)sequence], label.LabelSha256));
        }
        else if (record.Quarantine is { } quarantine)
        {
            oracle.CheckQuarantined(partition, quarantine.Sequence);
        }
        else if (record.Deleted is { } deleted)
        {
            var sha256 = _images[(int)Find(deleted.Sequence).Sequence];
            _there.Remove(sha256);
            _deletions[sha256] = _deletions.GetValueOrDefault(sha256) + 1;
        }
    }

    private (long Sequence, string? Label) Find(long sequence)
    {
        var found = _there.GetValueOrDefault(_images[(int)sequence], (Sequence: -1, Label: null));
        Require(found.Sequence == sequence, $"something is logged of image {sequence}, which is deleted");
        return (sequence, found.Label);
    }

    private void Require(bool holds, string otherwise) => oracle.Require(holds, $"partition {partition}: {otherwise}");
}
