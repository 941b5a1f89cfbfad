using System.Runtime.CompilerServices;
using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;

namespace Prcl.Client.Images;

/// <summary>Calls about a run's images.</summary>
public sealed class ImageCalls
{
    private const int PageSize = 1000;
    private readonly IGrainFactory _grains;
    private readonly CallRetries _retries;

    internal ImageCalls(IGrainFactory grains, CallRetries retries) => (_grains, _retries) = (grains, retries);

    /// <summary>Pushes images, at most 64 MB a call; one reply an image, in order. Pushing again is harmless.</summary>
    public Task<IngestReply[]> Push(string run, ImagePush[] images, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IIngestGrain>(run).Push(images), cancellation);

    /// <summary>Which of these files the run holds already; one answer a file, in order.</summary>
    public Task<bool[]> Known(string run, ImageFingerprint[] files, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IIngestGrain>(run).Known(files), cancellation);

    /// <summary>The images of these hashes as they are now; a push that names what it has seen (<see cref="ImagePush.Seen"/>) replaces no newer label.</summary>
    public Task<SeenImage[]> Look(string run, string[] sha256, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IIngestGrain>(run).Look(sha256), cancellation);

    /// <summary>Deletes images by the SHA-256 of their files; answers which of them were there. However often it is delivered, and when, it deletes none that is pushed afterwards.</summary>
    public async Task<bool[]> Delete(string run, string[] sha256, CancellationToken cancellation = default)
    {
        var seen = await Look(run, sha256, cancellation);
        return await _retries.Call(() => _grains.GetGrain<IIngestGrain>(run).Delete(sha256, seen), cancellation);
    }

    /// <summary>Images that a person should label next, 1 to 100: those most in doubt, spread over domains and classes; where fewer are known to be in doubt, others follow.</summary>
    public Task<ImageInfo[]> Suggest(string run, int count, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IIngestGrain>(run).Suggest(count), cancellation);

    /// <summary>An image of the run with its file.</summary>
    /// <exception cref="PrclRequestException">The run doesn't have it, or its file is damaged.</exception>
    public Task<StoredFile> Read(string run, string sha256, CancellationToken cancellation = default) =>
        _retries.Call(() => _grains.GetGrain<IIngestGrain>(run).Read(sha256), cancellation);

    /// <summary>Gives an image that the run has a label, or another one. However often it is delivered, and when, it replaces no label that comes afterwards.</summary>
    /// <exception cref="PrclRequestException">The run doesn't have the image, or its file is damaged.</exception>
    public async Task<IngestReply> Label(string run, string sha256, byte[] label, CancellationToken cancellation = default)
    {
        var seen = (await Look(run, [sha256], cancellation))[0];
        return await _retries.Call(() => _grains.GetGrain<IIngestGrain>(run).Label(sha256, label, seen), cancellation);
    }

    /// <summary>Images of one partition that are too old to be kept, and wait for a person's word; null: none.</summary>
    public Task<OverdueImages?> Overdue(string run, int partition = 0, CancellationToken cancellation = default) =>
        _retries.Call(Stream(run, partition).Overdue, cancellation);

    /// <summary>Deletes them, up to one that was seen (<see cref="OverdueImages.LastSequence"/>); answers how many. A repeat is harmless.</summary>
    public Task<long> DeleteOverdue(string run, int partition, long lastSequence, CancellationToken cancellation = default) =>
        _retries.Call(() => Stream(run, partition).DeleteOverdue(lastSequence), cancellation);

    /// <summary>Images of one partition in log order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="onlyQuarantined">Only images that were taken out because they can't be read.</param>
    /// <param name="cancellation">Stops listing.</param>
    public async IAsyncEnumerable<ImageInfo> List(
        string run,
        int partition = 0,
        bool onlyQuarantined = false,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var stream = Stream(run, partition);
        var next = 0L;
        while (true)
        {
            var from = next;
            var page = await _retries.Call(() => stream.List(from, PageSize, onlyQuarantined), cancellation);
            foreach (var image in page)
            {
                yield return image;
            }

            // A page may be shorter than asked for; only an empty one, or one that doesn't get ahead, is the end.
            if (page.Length == 0 || page[^1].Sequence < next)
            {
                yield break;
            }

            next = page[^1].Sequence + 1;
        }
    }

    private IImageStreamGrain Stream(string run, int partition) => _grains.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(run, partition));
}
