using Prcl.Contracts;
using Prcl.Contracts.Streams;
using Prcl.Grains.Images;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>A run's images by hash. Files are read from the storage by this silo, not sent from another.</summary>
/// <param name="grains">Reaches the logs.</param>
/// <param name="runs">How many logs a run has.</param>
/// <param name="files">The files.</param>
internal sealed class RunImages(IGrainFactory grains, RunStore runs, ImageBlobs files)
{
    /// <summary>The logs of a run.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    public async Task<IImageStreamGrain[]> Logs(string run) =>
        [.. Enumerable.Range(0, (await runs.Get(run)).Settings.Partitions).Select(p => Log(run, p))];

    /// <summary>The image of this hash.</summary>
    /// <returns>The partition that it is in, and the image.</returns>
    /// <exception cref="PrclRequestException">No such run or image.</exception>
    public async Task<(int Partition, ImageInfo Image)> Get(string run, string sha256)
    {
        var hash = Hash(sha256).ToString();
        var partition = Partitioning.Of(hash, (await runs.Get(run)).Settings.Partitions);
        return (await Log(run, partition).Find([hash]))[0] is { } image
            ? (partition, image)
            : throw new PrclRequestException($"Run '{run}' has no image {hash}.") { Code = RequestErrorCode.NoSuchImage };
    }

    /// <summary>The file of this hash, which an image of a run refers to.</summary>
    /// <exception cref="PrclRequestException">It is damaged, or gone meanwhile.</exception>
    public async Task<byte[]> File(string sha256, CancellationToken cancellation)
    {
        try
        {
            return await files.Load(Hash(sha256), cancellation);
        }
        catch (FileNotFoundException)
        {
            throw new PrclRequestException($"The file of image {sha256} is gone.") { Code = RequestErrorCode.NoSuchImage };
        }
        catch (InvalidDataException damaged)
        {
            throw new PrclRequestException(damaged.Message + " Pushing it again mends it.") { Code = RequestErrorCode.DamagedImage };
        }
    }

    /// <summary>Reads a hash.</summary>
    /// <exception cref="PrclRequestException">It is none.</exception>
    public static ContentHash Hash(string sha256) => ContentHash.TryParse(sha256, out var hash)
        ? hash
        : throw new PrclRequestException($"{Printable.Quoted(sha256)} is no SHA-256: {2 * ContentHash.Length} hexadecimal digits are.") { Code = RequestErrorCode.BadValue };

    private IImageStreamGrain Log(string run, int partition) => grains.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(run, partition));
}
