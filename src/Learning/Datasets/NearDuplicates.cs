using Prcl.Images.Datasets;

namespace Prcl.Learning.Datasets;

/// <summary>
/// Finds domains that are part of another one and would be counted twice, or leak evaluation frames into training: a domain
/// <em>cut</em> from another, whose every file is named after that one and not after its own folder (<c>0016E5-clip/0016E5_07959.jpg</c>
/// beside <c>0016E5/</c>), and a <em>copy</em>, whose every file is found in the other with the same name and the same bytes.
/// </summary>
/// <remarks>Equal names alone prove nothing: generated domains often all number their frames from zero.</remarks>
internal static class NearDuplicates
{
    /// <summary>For each domain to leave out, its name and a note that says why. Of two equal domains the first stays.</summary>
    public static IReadOnlyDictionary<string, string> Find(IReadOnlyList<FolderDataset> domains)
    {
        var notes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var domain in domains.Reverse()) // so that the last of two equal ones goes
        {
            foreach (var other in domains)
            {
                var isCandidate = domain != other && !notes.ContainsKey(other.Name);
                if (isCandidate && IsCutFrom(domain, other))
                {
                    notes.TryAdd(domain.Name, $"{domain.Name} is left out: every file in it is named after {other.Name}, so it is part of that domain; name the domains to use it");
                }
                else if (isCandidate && IsCopyOf(domain, other))
                {
                    notes.TryAdd(domain.Name, $"{domain.Name} is left out: every file in it is also in {other.Name}; name the domains to use it");
                }
            }
        }

        return notes;
    }

    private static bool IsCutFrom(FolderDataset domain, FolderDataset other) => domain.Items.All(item =>
        IsNamedAfter(item, other) && !IsNamedAfter(item, domain));

    private static bool IsNamedAfter(DatasetItem item, FolderDataset domain) => Path.GetFileName(item.Name) is var name
        && name.StartsWith(domain.Name, StringComparison.Ordinal)
        && !(name.Length > domain.Name.Length && char.IsLetterOrDigit(name[domain.Name.Length]));

    private static bool IsCopyOf(FolderDataset domain, FolderDataset other)
    {
        var paths = other.Items.ToDictionary(Place, item => item.ImagePath, StringComparer.Ordinal);
        return domain.Items.All(item => paths.ContainsKey(Place(item)))
            && domain.Items.All(item => HaveSameBytes(item.ImagePath, paths[Place(item)]));

        static string Place(DatasetItem item) => item.Name + Path.GetExtension(item.ImagePath);
    }

    private static bool HaveSameBytes(string first, string second)
    {
        try
        {
            return new FileInfo(first).Length == new FileInfo(second).Length && File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(first, $"the file, or its namesake {second}, cannot be read ({error.Message})", error);
        }
    }
}
