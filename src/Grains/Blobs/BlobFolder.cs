namespace Prcl.Grains.Blobs;

/// <summary>One folder of a listing.</summary>
internal static class BlobFolder
{
    /// <summary>
    /// The blobs and folders in <paramref name="folder"/> (empty, or ending in a slash) that may lead to names beginning with
    /// <paramref name="prefix"/>, last first. A folder sorts with its slash, so that whole names come out in ordinal order.
    /// </summary>
    public static List<(string Name, bool IsFolder, long Length)> List(string root, string folder, string prefix)
    {
        var children = new List<(string Name, bool IsFolder, long Length)>();
        try
        {
            foreach (var child in new DirectoryInfo(Path.Combine(root, folder)).EnumerateFileSystemInfos())
            {
                var isFolder = child is DirectoryInfo;
                var name = isFolder ? $"{folder}{child.Name}/" : folder + child.Name;
                if (BlobName.IsValid(folder + child.Name) && (name.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(name, StringComparison.Ordinal)))
                {
                    var length = child is FileInfo { Exists: true } file ? file.Length - BlobFile.HeaderLength : 0;

                    // Too short to be a blob, a file is one that was damaged; but beside the folders of blobs it is the silo's lock.
                    if (length >= 0 || folder.Length > 0)
                    {
                        children.Add((name, isFolder, Math.Max(0, length)));
                    }
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }

        children.Sort((left, right) => string.CompareOrdinal(right.Name, left.Name));
        return children;
    }
}
