using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Images;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Ingest;

/// <content>What a person who labels asks for: which images next, their files, and to take a label for one that is held.</content>
public sealed partial class IngestGrain
{
    /// <inheritdoc/>
    public async Task<ImageInfo[]> Suggest(int count)
    {
        var run = await runs.Get(Run);
        var parts = await Task.WhenAll(Enumerable.Range(0, run.Settings.Partitions).Select(async p => (await Stream(p).Suggest(count)).Select(image => (p, image))));
        (int, ImageInfo)[] images = [.. parts.SelectMany(part => part)];
        var chosen = Suggestions.MostDoubtful(images, count);
        return [.. chosen.Concat(Suggestions.Unseen(images, count - chosen.Length)).Select(i => i.Image)];
    }

    /// <inheritdoc/>
    public async Task<StoredFile> Read(string sha256)
    {
        var run = await runs.Get(Run);
        var hash = ContentHash.Parse(sha256);
        var image = (await Stream(Partitioning.Of(hash.ToString(), run.Settings.Partitions)).Find([hash.ToString()]))[0];
        try
        {
            return image is null ? throw Missing(hash) : new StoredFile(image, await images.Load(hash));
        }
        catch (FileNotFoundException)
        {
            throw Missing(hash);
        }
        catch (InvalidDataException damaged)
        {
            throw new PrclRequestException(damaged.Message + " Pushing it again mends it.") { Code = RequestErrorCode.DamagedImage };
        }
    }

    /// <inheritdoc/>
    public async Task<IngestReply> Label(string sha256, byte[] label, SeenImage? seen)
    {
        var (image, bytes) = await Read(sha256);
        return (await Push([new ImagePush(image.Name, bytes, label, image.Domain, image.Purpose, seen)]))[0];
    }

    private PrclRequestException Missing(ContentHash hash) => new($"Run '{Run}' has no image {hash}.") { Code = RequestErrorCode.NoSuchImage };
}
