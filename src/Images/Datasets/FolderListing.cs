namespace Prcl.Images.Datasets;

/// <summary>What is in a folder, in ordinal order of the names, without hidden entries; or why that can't be said.</summary>
/// <param name="Files">Files, and links to files; a link that leads nowhere is one of them.</param>
/// <param name="Folders">Folders without links to folders, which may lead in a circle.</param>
/// <param name="Links">Links to folders.</param>
/// <param name="Fault">Why the folder can't be listed, or null.</param>
public sealed record FolderListing(IReadOnlyList<string> Files, IReadOnlyList<string> Folders, IReadOnlyList<string> Links, PairingFault? Fault)
{
    private const FileAttributes Hidden = FileAttributes.Hidden | FileAttributes.System;
    private static readonly EnumerationOptions Visible = new() { AttributesToSkip = Hidden, IgnoreInaccessible = false };
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = Hidden | FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Lists one folder.</summary>
    public static FolderListing Of(string folder)
    {
        try
        {
            var folders = Sorted(Directory.GetDirectories(folder, "*", NoLinks));
            return new FolderListing(
                Sorted(Directory.GetFiles(folder, "*", Visible)), folders, Sorted(Directory.GetDirectories(folder, "*", Visible).Except(folders)), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new FolderListing([], [], [], new PairingFault(folder, "unreadable", $"the folder can't be read: {Why(folder, error)}"));
        }
    }

    /// <summary>The files of a folder and all folders below it; folders that can't be listed are added to <paramref name="faults"/>.</summary>
    public static IEnumerable<string> Tree(string folder, ICollection<PairingFault> faults)
    {
        var listing = Of(folder);
        if (listing.Fault is { } fault)
        {
            faults.Add(fault);
        }

        return listing.Files.Concat(listing.Folders.SelectMany(below => Tree(below, faults)));
    }

    /// <summary>Why a file or folder can't be read, in words.</summary>
    public static string Why(string path, Exception error) => path.Contains('\uFFFD', StringComparison.Ordinal)
        ? "its name isn't UTF-8; rename it"
        : error.Message;

    private static string[] Sorted(IEnumerable<string> paths) => [.. paths.Order(StringComparer.Ordinal)];
}
