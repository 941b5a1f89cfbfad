using System.Buffers;

namespace Prcl.Grains.Blobs;

/// <summary>
/// The rule of blob names: segments of <c>A–Z a–z 0–9 . _ -</c> joined by <c>/</c>; no segment is empty, begins or ends with a dot, holds
/// <c>..</c> or exceeds 255 characters; at most 512 characters in all. Such a name is safe as a relative path and as an Azure blob name.
/// </summary>
public static class BlobName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>The longest segment, in characters: the limit of common file systems.</summary>
    public const int MaxSegmentLength = 255;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/");

    /// <summary>Whether <paramref name="name"/> keeps the rule.</summary>
    public static bool IsValid(string? name) => name is not null && Fault(name) is null;

    /// <summary>Returns a valid name as it is.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule; the message says where.</exception>
    public static string Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Fault(name) is not { } fault ? name : throw new ArgumentException($"'{name}' is no blob name: {fault}.", nameof(name));
    }

    /// <summary>Returns a valid prefix (empty, or the beginning of a valid name) as it is.</summary>
    /// <exception cref="ArgumentException">No valid name begins so.</exception>
    public static string CheckPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);

        // A prefix may stop in the middle of a segment or just after a slash or dot: with one more letter it must be a name.
        if (prefix.Length > 0 && Fault(prefix + "x") is { } fault)
        {
            throw new ArgumentException($"'{prefix}' begins no blob name: {fault}.", nameof(prefix));
        }

        return prefix;
    }

    /// <summary>Returns a valid folder (empty, or a valid name and a slash) as it is.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string CheckFolder(string folder) =>
        CheckPrefix(folder) is [] or [.., '/'] ? folder : throw new ArgumentException($"'{folder}' is no folder: it must be empty or end in a slash.", nameof(folder));

    private static string? Fault(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return $"its length must be 1 to {MaxLength} characters, not {name.Length}";
        }

        var at = name.AsSpan().IndexOfAnyExcept(Allowed);
        if (at >= 0)
        {
            return $"character U+{(int)name[at]:X4} at {at} is not allowed";
        }

        foreach (var range in name.AsSpan().Split('/'))
        {
            var segment = name.AsSpan(range);
            var fault = segment switch
            {
                [] => "a segment is empty",
                ['.', ..] or [.., '.'] => "a segment begins or ends with a dot",
                { Length: > MaxSegmentLength } => $"a segment is longer than {MaxSegmentLength} characters",
                _ when segment.Contains("..", StringComparison.Ordinal) => "it contains '..'",
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }
}
