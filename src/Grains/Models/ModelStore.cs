using System.Globalization;
using Prcl.Grains.Blobs;
using Prcl.Learning.Checkpoints;

namespace Prcl.Grains.Models;

/// <summary>Checkpoints and class sums as blobs.</summary>
/// <param name="blobs">Where they are stored.</param>
public sealed class ModelStore(IBlobStore blobs)
{
    /// <summary>The blob of a run's initial model.</summary>
    public static string InitialModel(string run) => $"runs/{run}/models/initial.safetensors";

    /// <summary>The blob of a version that was averaged from several reports. Each attempt has its own, so a lost race leaves nothing half-written under the winner's name.</summary>
    public static string AveragedModel(string run, long version, Guid attempt) => $"runs/{run}/models/{version:D12}-{attempt:N}.safetensors";

    /// <summary>The blob of a run's outer momentum at a version; an attempt's own likewise.</summary>
    public static string Velocity(string run, long version, Guid attempt) => $"runs/{run}/models/{version:D12}-{attempt:N}.velocity.safetensors";

    /// <summary>The blob of the prototypes that an epoch begins with; an attempt's own likewise.</summary>
    public static string EpochSums(string run, long version, Guid attempt) => $"runs/{run}/models/{version:D12}-{attempt:N}.sums.safetensors";

    /// <summary>The blob of a trainer's weights of a round.</summary>
    public static string Weights(string run, long round, long incarnation) => $"runs/{run}/reports/{round:D12}-{incarnation}.weights.safetensors";

    /// <summary>The blob of a trainer's final class sums of a round.</summary>
    public static string Sums(string run, long round, long incarnation) => $"runs/{run}/reports/{round:D12}-{incarnation}.sums.safetensors";

    /// <summary>Everything that was written for the rounds below one: reports of every trainer, versions of every attempt.</summary>
    public async IAsyncEnumerable<string> OfRoundsBelow(string run, long round)
    {
        foreach (var (folder, end) in new[] { ($"runs/{run}/reports/", round), ($"runs/{run}/models/", round + 1) })
        {
            await foreach (var entry in blobs.List(folder))
            {
                // In ascending order, and the initial model comes last.
                var number = entry.Name[folder.Length..].Split('-')[0];
                if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var written) || written >= end)
                {
                    break;
                }

                yield return entry.Name;
            }
        }
    }

    /// <summary>Whether a checkpoint is there.</summary>
    public Task<bool> Has(string name) => blobs.Exists(name);

    /// <summary>Writes a state; writing the same name again replaces it, since a name belongs to one incarnation.</summary>
    public Task Write(string name, NamedTensors state) =>
        blobs.Write(
            name,
            (stream, cancelled) => Task.Run(() => state.Save(stream), cancelled),
            BlobCondition.Any);

    /// <summary>Reads a state.</summary>
    /// <exception cref="InvalidDataException">There is no such blob.</exception>
    public async Task<NamedTensors> Read(string name)
    {
        await using var stream = await blobs.OpenRead(name) ?? throw new InvalidDataException($"There is no checkpoint '{name}'.");
        return await Task.Run(() => NamedTensors.Load(stream));
    }

    /// <summary>Reads a state as far as it takes to know that it is sound: all of its bytes, none of its tensors.</summary>
    /// <returns>Whether there is such a blob.</returns>
    /// <exception cref="BlobStorageException">The storage failed, or the blob is damaged.</exception>
    /// <exception cref="CheckpointException">It is no checkpoint, or one of another version.</exception>
    public async Task<bool> Verify(string name)
    {
        await using var stream = await blobs.OpenRead(name);
        if (stream is not null)
        {
            NamedTensors.CheckHeader(stream);

            // A stream that can seek was verified when it was opened; any other one is as its end arrives.
            await (stream.CanSeek ? Task.CompletedTask : stream.CopyToAsync(Stream.Null));
        }

        return stream is not null;
    }

    /// <summary>Removes a checkpoint that nothing names any more.</summary>
    public Task Remove(string name) => blobs.Delete(name);
}
