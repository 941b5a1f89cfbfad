namespace Prcl.Client.Video;

/// <summary>Tells videos, cameras and other addresses from images by what was typed.</summary>
internal static class VideoPaths
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg", ".flv", ".wmv", ".asf", ".ogv", ".3gp", ".mxf", ".mjpeg", ".mjpg",
    };

    /// <summary>Whether a file is a video by its name.</summary>
    public static bool IsVideo(string path) => Endings.Contains(Path.GetExtension(path));

    /// <summary>Whether it is an address, or meant as one: <c>SCHEME://…</c>, or <c>rtsp:</c> and anything.</summary>
    public static bool IsAddress(string path)
    {
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(path[0]) && path[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            && (path[colon..].StartsWith("://", StringComparison.Ordinal) || path.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase));
    }
}
