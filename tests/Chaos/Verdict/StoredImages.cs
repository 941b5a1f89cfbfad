using System.Security.Cryptography;
using System.Text.Json;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;

namespace Prcl.Chaos.Verdict;

/// <summary>What stands in the storage after everything has stopped: the image log, record by record, and the images' blobs.</summary>
/// <param name="Logged">How often each hash is logged as an image.</param>
/// <param name="Deletions">Deletions in the log.</param>
/// <param name="Damaged">Blobs of images and labels whose bytes don't have the hash of their name, and logged ones that lack.</param>
internal sealed record StoredImages(IReadOnlyDictionary<string, int> Logged, int Deletions, string[] Damaged)
{
    private const string Folder = "images/";

    /// <summary>Reads it.</summary>
    /// <param name="blobs">The storage.</param>
    /// <param name="run">The run, of one partition.</param>
    public static async Task<StoredImages> Read(IBlobStore blobs, string run)
    {
        var deletions = 0;
        var (logged, named) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        await AppendLog.Open(blobs, $"runs/{run}/stream/0000", null, record => Note(record.Payload));
        var (sound, damaged) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        await foreach (var entry in blobs.List(Folder))
        {
            var hash = Path.GetFileName(entry.Name);
            var content = await blobs.Read(entry.Name);
            if (content is not null && Convert.ToHexStringLower(SHA256.HashData(content.Bytes)) == hash)
            {
                sound.Add(hash);
            }
            else
            {
                damaged.Add(entry.Name);
            }
        }

        return new StoredImages(logged, deletions, [.. damaged, .. named.Except(sound).Select(hash => $"{hash}, which the log names, lacks")]);

        void Note(ReadOnlyMemory<byte> payload)
        {
            using var record = JsonDocument.Parse(payload);
            if (record.RootElement.TryGetProperty("image", out var image))
            {
                var hash = image.GetProperty("sha256").GetString()!;
                logged[hash] = logged.GetValueOrDefault(hash) + 1;
                named.Add(hash);
            }

            deletions += record.RootElement.TryGetProperty("deleted", out _) ? 1 : 0;
            foreach (var labelled in record.RootElement.EnumerateObject().Where(p => p.Name is "image" or "label"))
            {
                if (labelled.Value.TryGetProperty("labelSha256", out var label) && label.GetString() is { } hash)
                {
                    named.Add(hash);
                }
            }
        }
    }
}
