using System.Diagnostics;
using Prcl.Client.Video;
using Xunit;

namespace Prcl.Unit.Client.Video;

/// <summary>Small clips that ffmpeg makes for a test; the test is skipped where there is no ffmpeg.</summary>
internal static class Clips
{
    /// <summary>A picture that is differently bright in every second of the first minutes.</summary>
    public const string Moving = "color=size=64x48:rate=10,geq=lum='mod(N*3,221)+X/2':cb=128:cr=128";

    /// <summary>A picture that stays.</summary>
    public const string Still = "smptebars=size=64x48:rate=10";

    /// <summary>Where programs are.</summary>
    public static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>Makes a clip.</summary>
    /// <param name="path">Its file; the ending says the form.</param>
    /// <param name="source">What it shows.</param>
    /// <param name="seconds">How long.</param>
    public static async Task<string> Make(string path, string source, int seconds)
    {
        string program;
        try
        {
            program = Ffmpeg.Find(_ => SearchPath);
        }
        catch (FileNotFoundException)
        {
            Assert.Skip("ffmpeg isn't installed (Debian: apt-get install ffmpeg)");
            throw;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var ffmpeg = Process.Start(new ProcessStartInfo(program,
            ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", source, "-t", $"{seconds}", "-c:v", "mpeg2video", "-q:v", "2", "-g", "10", "-bf", "0", "-y", path]))!;
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ffmpeg.ExitCode);
        return path;
    }
}
