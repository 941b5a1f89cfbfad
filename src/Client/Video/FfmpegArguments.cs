using System.Globalization;
using Prcl.Images.Files;

namespace Prcl.Client.Video;

/// <summary>
/// What ffmpeg is told, as a list and never through a shell: one kind of input, the forms of files that are videos, images no larger than the silo takes, and
/// JPEGs one after the other on its standard output. Each input gives the same bytes every time, so that a clip that is pushed again is recognised.
/// </summary>
internal static class FfmpegArguments
{
    // No playlists: they name other files and addresses.
    private const string VideoForms = "mov,mp4,m4a,3gp,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,mjpeg,flv,asf,ogg,mxf";

    /// <summary>Those for a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rate">Frames a second.</param>
    public static string[] OfFile(string path, double rate) =>
        [.. Before, "-protocol_whitelist", "file", "-format_whitelist", VideoForms, "-i", "file:" + Path.GetFullPath(path), .. After(rate)];

    /// <summary>Those for a camera whose address comes on standard input.</summary>
    /// <param name="rate">Frames a second.</param>
    public static string[] OfCamera(double rate) =>
        [.. Before, "-protocol_whitelist", "pipe,rtsp,rtsps,tcp,tls,rtp,crypto", "-format_whitelist", "concat,rtsp", "-f", "concat", "-safe", "0", "-i", "pipe:0", .. After(rate)];

    private static string[] Before => ["-hide_banner", "-nostats", "-loglevel", "level+info", "-max_pixels", ImageLimits.Default.MaxPixels.ToString(CultureInfo.InvariantCulture)];

    // Time is cut into slots of 1/rate; the first frame of each is taken as it is, so that none is made up, and none comes early by rounding. showinfo tells their times.
    private static string[] After(double rate)
    {
        var slot = string.Create(CultureInfo.InvariantCulture, $"*{rate:0.######}+0.000001");
        return
        [
            "-map", "0:v:0", "-an", "-sn", "-dn",
            "-vf", $"select='isnan(prev_selected_t)+not(eq(floor(t{slot}),floor(prev_selected_t{slot})))',showinfo=checksum=0",
            "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "2", "-threads:v", "1", "-flags", "+bitexact", "-fflags", "+bitexact", "-f", "image2pipe", "pipe:1",
        ];
    }
}
