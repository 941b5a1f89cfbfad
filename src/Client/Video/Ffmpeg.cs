namespace Prcl.Client.Video;

/// <summary>Where ffmpeg is on this machine.</summary>
internal static class Ffmpeg
{
    /// <summary>Its full path, from the folders of PATH: never from the folder one happens to be in.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <exception cref="FileNotFoundException">It isn't installed; the message says how to install it.</exception>
    public static string Find(Func<string, string?> variable)
    {
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (variable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("videos and cameras are read by ffmpeg, which isn't installed here: apt-get install ffmpeg (Debian, Ubuntu), brew install ffmpeg (macOS), winget install ffmpeg (Windows)");
    }
}
