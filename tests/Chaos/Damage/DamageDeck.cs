using System.Security.Cryptography;

namespace Prcl.Chaos.Damage;

/// <summary>Deals damages: a kind of file, a file of it, and what happens to it, all evenly.</summary>
/// <param name="folder">A sound store.</param>
/// <param name="random">Chooses.</param>
internal sealed class DamageDeck(string folder, Random random)
{
    private const int LongestNoise = 4096;

    private readonly (string Kind, string[] Files)[] _files =
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Where(IsBlob)
            .GroupBy(KindOf).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Order(StringComparer.Ordinal).ToArray())),
    ];

    /// <summary>Kinds of files, with how many there are.</summary>
    public IEnumerable<(string Kind, int Files)> Kinds => _files.Select(f => (f.Kind, f.Files.Length));

    /// <summary>Damages one file of a copy of the store.</summary>
    /// <returns>What was done to which file.</returns>
    public (string File, DamageKind Damage) Deal(string copy)
    {
        while (true)
        {
            var (_, files) = _files[random.Next(_files.Length)];
            var (file, damage) = (files[random.Next(files.Length)], Enum.GetValues<DamageKind>()[random.Next(Enum.GetValues<DamageKind>().Length)]);
            if (Bytes(file, damage, files) is { } bytes)
            {
                // Never in place: the copy shares its files with the sound store.
                File.Delete(Path.Combine(copy, file));
                if (damage != DamageKind.Removed)
                {
                    File.WriteAllBytes(Path.Combine(copy, file), bytes);
                }

                return (file, damage);
            }
        }
    }

    /// <summary>What a file is: its path without names, numbers and hashes.</summary>
    public static string KindOf(string file) => file.Split('/') switch
    {
        ["images", ..] => "image or label",
        ["state", _, var state, _] => $"state of {state}",
        ["runs", _, "rounds", _] => "manifest",
        ["runs", _, "models", var model] => model.Contains(".sums.", StringComparison.Ordinal) ? "sums of an epoch" : "checkpoint",
        ["runs", _, "reports", var report] => report.Contains(".sums.", StringComparison.Ordinal) ? "sums of a report" : "weights of a report",
        ["runs", _, "stream", _, _] => "log segment",
        ["runs", _, "stream", _] => "log witness",
        ["runs", _, "settings", _] => "change of settings",
        ["runs", _, var other] => other,
        _ => "other",
    };

    private static bool IsBlob(string file) => file.StartsWith("runs/", StringComparison.Ordinal) || file.StartsWith("state/", StringComparison.Ordinal) || file.StartsWith("images/", StringComparison.Ordinal);

    // Null where it would change nothing.
    private byte[]? Bytes(string file, DamageKind damage, string[] others)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, file));
        switch (damage)
        {
            case DamageKind.Bit:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case DamageKind.Noise:
                var at = random.Next(bytes.Length);
                RandomNumberGenerator.Fill(bytes.AsSpan(at, Math.Min(bytes.Length - at, 8 + random.Next(LongestNoise))));
                return bytes;
            case DamageKind.Cut:
                return bytes[..random.Next(1, bytes.Length)];
            case DamageKind.Swapped:
                var other = others.Where(o => o != file).DefaultIfEmpty(file).ElementAt(random.Next(Math.Max(1, others.Length - 1)));
                var swapped = File.ReadAllBytes(Path.Combine(folder, other));
                return swapped.AsSpan().SequenceEqual(bytes) ? null : swapped;
            default:
                return [];
        }
    }
}
