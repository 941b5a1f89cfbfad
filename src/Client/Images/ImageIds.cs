using Prcl.Client.Runs;
using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Images;

/// <summary>Images as people name them: by their SHA-256, or its first digits as far as no other image of the run begins so.</summary>
internal static class ImageIds
{
    private const int Whole = 64;
    private const int Least = 4;
    private const int Told = 5;

    /// <summary>The text in lower case, when it may be one.</summary>
    /// <exception cref="UsageException">It can't.</exception>
    public static string Checked(string text) => text.Length is >= Least and <= Whole && text.All(char.IsAsciiHexDigit)
        ? text.ToLowerInvariant()
        : throw new UsageException($"{Printable.Quoted(text)} is no image's id; it must be the {Whole} hexadecimal digits of its SHA-256, or the first {Least} or more of them");

    /// <summary>The whole SHA-256 of each; one that is whole is taken as it is, there or not.</summary>
    /// <param name="images">Lists the run's images.</param>
    /// <param name="run">The run.</param>
    /// <param name="ids">As <see cref="Checked"/> answers them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PrclRequestException">No image begins so, or several do.</exception>
    public static async Task<string[]> Find(ImageCalls images, RunDescription run, string[] ids, CancellationToken cancellation)
    {
        var found = ids.Where(id => id.Length < Whole).Distinct().ToDictionary(id => id, _ => new SortedSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        for (var partition = 0; partition < RunChoice.Partitions(run) && found.Count > 0; partition++)
        {
            await foreach (var image in images.List(run.Name, partition, cancellation: cancellation))
            {
                foreach (var (_, begun) in found.Where(f => image.Sha256.StartsWith(f.Key, StringComparison.Ordinal)))
                {
                    begun.Add(image.Sha256);
                }
            }
        }

        return [.. ids.Select(id => id.Length == Whole ? id : One(run.Name, id, found[id])).Distinct()];
    }

    private static string One(string run, string id, SortedSet<string> begun) => begun.Count switch
    {
        1 => begun.Min!,
        0 => throw new PrclRequestException($"run {run} has no image whose id begins with {id}"),
        _ => throw new PrclRequestException($"{begun.Count} images of run {run} have an id that begins with {id}: {string.Join(", ", begun.Take(Told).Select(h => h[..Math.Min(id.Length + 4, Whole)]))}{(begun.Count > Told ? ", …" : "")}"),
    };
}
