using Prcl.Grains.Blobs;
using Prcl.Grains.Checks.Logs;
using Prcl.Grains.Images;
using Prcl.Grains.Logs;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Checks;

/// <summary>The files of images and labels that logs name, held against their hashes. One that is damaged takes its image out until it is pushed again.</summary>
/// <param name="blobs">The store.</param>
internal sealed class ImageCheck(IBlobStore blobs) : ICheckPart
{
    private readonly List<LogCheck> _logs = [];
    private readonly List<(string Log, long Sequence, string Fault)> _out = [];

    /// <summary>Looks at what a log names, too.</summary>
    public void Add(LogCheck log) => _logs.Add(log);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Look()
    {
        _out.Clear();
        var (store, faults, found) = (new ImageBlobs(blobs), new Dictionary<string, string?>(StringComparer.Ordinal), new List<Finding>());
        foreach (var log in _logs)
        {
            foreach (var (sequence, name, files) in Held(log.Records))
            {
                foreach (var file in files)
                {
                    if (!faults.TryGetValue(file, out var fault))
                    {
                        fault = faults[file] = await FaultOf(store, file);
                    }

                    if (fault is not null)
                    {
                        _out.Add((log.Log, sequence, fault));
                        found.Add(new Finding(ImageBlobs.NameOf(ContentHash.Parse(file)), fault, new Loss(LossKinds.Files, $"image {sequence} of {log.Log} ('{name}'): it is quarantined until it is pushed again")));
                        break;
                    }
                }
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task Repair()
    {
        foreach (var log in _out.GroupBy(o => o.Log))
        {
            var opened = await AppendLog.Open(blobs, log.Key, null, _ => { });
            await opened.Append([.. log.Select(o => (ReadOnlyMemory<byte>)new StreamRecord { Quarantine = new QuarantineLogged(o.Sequence, o.Fault) }.Encode())]);
            await opened.Settle();
        }
    }

    private static async Task<string?> FaultOf(ImageBlobs store, string file)
    {
        try
        {
            await store.Load(ContentHash.Parse(file));
            return null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or InvalidDataException)
        {
            return failure.Message;
        }
    }

    // What a log holds that isn't out already, with the files of each image. Where a part of it is lost, what belonged to that is left out.
    private static IEnumerable<(long Sequence, string Name, string[] Files)> Held(IReadOnlyList<StreamRecord> records)
    {
        var (images, next) = (new SortedDictionary<long, (string Name, string Sha256, string? Label, bool IsOut)>(), 0L);
        foreach (var record in records)
        {
            if (record.Image is { } image)
            {
                next = image.Sequence ?? next;
                images[next++] = (image.Name, image.Sha256, image.LabelSha256, false);
            }
            else if (record.Lost is { } lost)
            {
                next = Math.Max(next, lost.NextSequence);
            }
            else if (record.Label is { } label && images.TryGetValue(label.Sequence, out var labelled))
            {
                images[label.Sequence] = labelled with { Label = label.LabelSha256 };
            }
            else if (record.Deleted is { } deleted)
            {
                images.Remove(deleted.Sequence);
            }
            else if ((record.Quarantine?.Sequence ?? record.Restored?.Sequence) is { } sequence && images.TryGetValue(sequence, out var known))
            {
                images[sequence] = known with { IsOut = record.Quarantine is not null };
            }
        }

        return images.Where(i => !i.Value.IsOut).Select(i => (i.Key, i.Value.Name, (string[])[i.Value.Sha256, .. i.Value.Label is { } label ? new[] { label } : []]));
    }
}
