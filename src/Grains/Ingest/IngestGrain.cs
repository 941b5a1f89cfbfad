using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Limits;
using Prcl.Grains.Logs;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;
using Prcl.Images.Files;
using Prcl.Learning.Frames;

namespace Prcl.Grains.Ingest;

/// <summary>The door: checks an image and its label, makes both durable, then logs them. Only the log says what is stored.</summary>
[StatelessWorker]
[RequiresRole(SiloRoles.State)]
public sealed partial class IngestGrain(RunStore runs, ImageBlobs images, RefusalCounters refusals, Admission admission, PixelGate pixels, TimeProvider time) : Grain, IIngestGrain
{
    private const int AtOnce = 16;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private string Run => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task<IngestReply[]> Push(ImagePush[] images)
    {
        if (await runs.Find(Run) is not { } run)
        {
            return Array.ConvertAll(images, i => Refuse(IngestOutcome.NoSuchRun, $"{i.Name}: there is no run '{Run}'."));
        }

        var replies = new IngestReply[images.Length];
        var entries = new StoredPush?[images.Length];
        var refused = await admission.Refusals(
            images, () => Used(run), hashes => AskPartitions(run, hashes, hash => hash, (stream, part) => stream.Known(Array.ConvertAll(part, hash => new ImageFingerprint(hash, null)))));
        await Parallel.ForAsync(0, images.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, TaskScheduler = TaskScheduler.Default }, async (i, _) =>
            (replies[i], entries[i]) = refused[i] is { } refusal ? (refusal, null) : await Store(run, images[i]));
        await Log(run, replies, entries);
        foreach (var reply in replies.Where(r => r.Outcome > IngestOutcome.AlreadyStored))
        {
            refusals.Count(Run, reply.Outcome.ToString());
        }

        return replies;
    }

    /// <inheritdoc/>
    public async Task<bool[]> Known(ImageFingerprint[] files)
    {
        var run = await runs.Get(Run);
        return await AskPartitions(run, files, file => file.ImageSha256, (stream, part) => stream.Known(part));
    }

    /// <inheritdoc/>
    public async Task<SeenImage[]> Look(string[] sha256)
    {
        var run = await runs.Get(Run);
        return await AskPartitions(run, Parsed(sha256), hash => hash, (stream, part) => stream.Look(part));
    }

    /// <inheritdoc/>
    public async Task<bool[]> Delete(string[] sha256, SeenImage[]? seen)
    {
        var run = await runs.Get(Run);
        if (seen is not null && seen.Length != sha256.Length)
        {
            throw new PrclRequestException($"{sha256.Length} images are to be deleted and {seen.Length} are said to be seen; each must be seen, or none.") { Code = RequestErrorCode.BadValue };
        }

        (string Hash, SeenImage? Seen)[] images = [.. Parsed(sha256).Select((hash, i) => (hash, seen?[i]))];
        return await AskPartitions(run, images, image => image.Hash, (stream, part) => stream.Delete(
            Array.ConvertAll(part, image => image.Hash), seen is null ? null : Array.ConvertAll(part, image => image.Seen!.Value)));
    }

    private static string[] Parsed(string[] sha256) => Array.ConvertAll(sha256, text => ContentHash.Parse(text).ToString());

    // Each partition is asked once, for its own of the items; the answers stand where the items do.
    private async Task<TAnswer[]> AskPartitions<T, TAnswer>(RunRecord run, T[] items, Func<T, string> hash, Func<IImageStreamGrain, T[], Task<TAnswer[]>> ask)
    {
        var answers = new TAnswer[items.Length];
        await Task.WhenAll(Enumerable.Range(0, items.Length).GroupBy(i => Partitioning.Of(hash(items[i]), run.Settings.Partitions)).Select(async part =>
        {
            int[] indices = [.. part];
            var own = await ask(Stream(part.Key), Array.ConvertAll(indices, i => items[i]));
            for (var j = 0; j < indices.Length; j++)
            {
                answers[indices[j]] = own[j];
            }
        }));
        return answers;
    }

    private static IngestReply Refuse(IngestOutcome outcome, string message) => new(outcome, "", message, null);

    private static IngestReply Unavailable(string name, Exception failure) =>
        new(IngestOutcome.StorageUnavailable, "", $"{name}: {failure.Message}", RetryAfter);

    private static IngestReply OtherPurpose(ImageEntry entry) => Refuse(
        IngestOutcome.OtherPurpose,
        entry.Purpose == ImagePurpose.Train
            ? $"{entry.Name}: the run measures with this image, so it can't learn from it."
            : $"{entry.Name}: the run learns from this image, so it can't measure with it.");

    private static IngestReply ChangedSince(ImageEntry entry) => Refuse(
        IngestOutcome.ChangedSince, $"{entry.Name}: the image has got another label, or was deleted, since it was looked at; its label stays as it is.");

    private static IngestReply OtherDomain(ImageEntry entry, ImageInfo? held) => Refuse(
        IngestOutcome.OtherDomain,
        $"{entry.Name}: the run has this image in {(held is null ? "another domain" : $"the domain '{held.Domain}'")}, so it can't be in '{entry.Domain}' (prcl images delete takes it out).");

    private static string Note(RunRecord run, ImagePush push, ImageHeader header) =>
        push.Purpose == ImagePurpose.Train ? CropFit.Fault(run.Settings, header.Width, header.Height) ?? "" : "";

    private IImageStreamGrain Stream(int partition) => GrainFactory.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(Run, partition));

    private async Task<long> Used(RunRecord run) =>
        (await Task.WhenAll(Enumerable.Range(0, run.Settings.Partitions).Select(p => Stream(p).Counts()))).Sum(c => c.Bytes);

    // The image and the label are decoded one after the other.
    private async Task<(IngestReply? Refusal, ImageHeader? Header)> Inspect(ImagePush push, RunRecord run)
    {
        using var turn = await pixels.Enter(Math.Max(PixelGate.PixelsOf(push.Image), PixelGate.PixelsOf(push.Label)));
        return PushCheck.Inspect(push, run.Classes);
    }

    private async Task<(IngestReply Reply, StoredPush? Entry)> Store(RunRecord run, ImagePush push)
    {
        var (refusal, header) = await Inspect(push, run);
        if (refusal is not null)
        {
            return (refusal, null);
        }

        try
        {
            var since = time.GetTimestamp();
            List<byte[]> found = [], written = [];
            var image = await Save(push.Image);
            var label = push.Label is null ? null : await Save(push.Label);
            return (
                new IngestReply(IngestOutcome.Stored, image, Note(run, push, header!), null),
                new StoredPush(
                    new ImageEntry(image, label, push.Name, push.Domain, push.Purpose, header!.Width, header.Height, push.Image.Length, push.Seen), [.. found], [.. written], since));

            async Task<string> Save(byte[] file)
            {
                var (hash, isNew) = await images.Store(file);
                (isNew ? written : found).Add(file);
                return hash.ToString();
            }
        }
        catch (BlobStorageException failure)
        {
            return (Unavailable(push.Name, failure), null);
        }
    }

    private async Task Log(RunRecord run, IngestReply[] replies, StoredPush?[] entries)
    {
        var stored = Enumerable.Range(0, entries.Length).Where(i => entries[i] is not null);
        await Task.WhenAll(stored.GroupBy(i => Partitioning.Of(entries[i]!.Entry.Sha256, run.Settings.Partitions)).Select(async part =>
        {
            int[] indices = [.. part];
            try
            {
                var outcomes = await Stream(part.Key).Append(Array.ConvertAll(indices, i => entries[i]!.Entry));
                string[] elsewhere = [.. indices.Where((_, j) => outcomes[j] == AppendOutcome.OtherDomain).Select(i => entries[i]!.Entry.Sha256)];
                var held = elsewhere.Length == 0 ? [] : await Stream(part.Key).Find(elsewhere);
                await Task.WhenAll(indices.Where((_, j) => outcomes[j] is AppendOutcome.Logged or AppendOutcome.Held).Select(i => entries[i]!.Secure(images, time)));
                for (var j = 0; j < indices.Length; j++)
                {
                    replies[indices[j]] = outcomes[j] switch
                    {
                        AppendOutcome.Logged => replies[indices[j]],
                        AppendOutcome.Held => replies[indices[j]] with { Outcome = IngestOutcome.AlreadyStored },
                        AppendOutcome.ChangedSince => ChangedSince(entries[indices[j]]!.Entry),
                        AppendOutcome.OtherDomain => OtherDomain(entries[indices[j]]!.Entry, held[Array.IndexOf(elsewhere, entries[indices[j]]!.Entry.Sha256)]),
                        _ => OtherPurpose(entries[indices[j]]!.Entry),
                    };
                }
            }
            catch (Exception failure) when (failure is BlobStorageException or LogBacklogException or LogConflictException or TimeoutException or OrleansException)
            {
                Array.ForEach(indices, i => replies[i] = Unavailable(entries[i]!.Entry.Name, failure));
            }
        }));
    }
}
