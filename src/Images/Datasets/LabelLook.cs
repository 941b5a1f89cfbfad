using Prcl.Images.Files;

namespace Prcl.Images.Datasets;

/// <summary>Whether a file looks like a label: a PNG whose pixels are a palette's or gray.</summary>
public static class LabelLook
{
    private const int HeaderBytes = 26;

    /// <summary>Looks at the first bytes only; false for whatever can't be read.</summary>
    public static bool Of(string path)
    {
        if (!LabelNaming.IsPng(path) || !FileContent.IsRegular(path))
        {
            return false;
        }

        try
        {
            using var file = File.OpenRead(path);
            Span<byte> header = stackalloc byte[HeaderBytes];
            return file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
                && header.StartsWith(PngChunkReader.Signature)
                && header[^1] is 0 or 3; // the colour types gray and palette
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
