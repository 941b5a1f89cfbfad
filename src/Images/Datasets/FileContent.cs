namespace Prcl.Images.Datasets;

/// <summary>Whether a file has bytes to read. A pipe or a device has no length, and opening one may wait for ever.</summary>
public static class FileContent
{
    /// <summary>The rule in words.</summary>
    public const string Rule = "0 bytes: the file is empty, or a pipe or device";

    /// <summary>Whether the file, or what a link leads to, is there and isn't empty.</summary>
    public static bool IsRegular(string path) => Length(path) > 0;

    /// <summary>The file's length, or that of what a link leads to; null where it can't be looked at.</summary>
    public static long? Length(string path)
    {
        try
        {
            return (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)) is FileInfo { Exists: true } file ? file.Length : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
