namespace Prcl.Images.Import.Formats;

/// <summary>What Label Studio's addresses of images say about files.</summary>
internal static class LabelStudioPaths
{
    private const string LocalFiles = "/data/local-files/?d=";

    /// <summary>The path after the storage's own part: of a local file all that is named, of uploads and other addresses the file's name.</summary>
    public static string Local(string address)
    {
        if (address.StartsWith(LocalFiles, StringComparison.Ordinal))
        {
            return Uri.UnescapeDataString(address[LocalFiles.Length..]).TrimStart('/');
        }

        var isAddress = address.StartsWith('/') || address.Contains("://", StringComparison.Ordinal);
        var path = isAddress ? address.Split('?', '#')[0] : address;
        return isAddress ? Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]) : path;
    }
}
