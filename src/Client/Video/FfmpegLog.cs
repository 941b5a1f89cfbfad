using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Prcl.Client.Video;

/// <summary>Reads what ffmpeg says on standard error as it says it: the frames' times, and why it ended. Of a long line only the beginning is kept.</summary>
internal sealed partial class FfmpegLog
{
    private const int MostLine = 2000;
    private readonly Channel<double> _times = Channel.CreateUnbounded<double>();

    /// <summary>The last error, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads to the end.</summary>
    public async Task Read(StreamReader reader)
    {
        try
        {
            await foreach (var line in Lines(reader))
            {
                Take(line);
            }
        }
        finally
        {
            _times.Writer.TryComplete();
        }
    }

    /// <summary>The time of the next frame, s; null when ffmpeg has ended without telling it.</summary>
    public async Task<double?> NextTime(CancellationToken cancellation) =>
        await _times.Reader.WaitToReadAsync(cancellation) && _times.Reader.TryRead(out var time) ? time : null;

    private void Take(string line)
    {
        if (FrameLine().Match(line) is { Success: true } frame)
        {
            _times.Writer.TryWrite(double.TryParse(frame.Groups[1].Value, CultureInfo.InvariantCulture, out var time) ? time : double.NaN);
        }
        else if (ErrorLine().Match(line) is { Success: true } error)
        {
            Error = error.Groups[1].Value;
        }
    }

    private static async IAsyncEnumerable<string> Lines(StreamReader reader)
    {
        var line = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var length)
        {
            for (var i = 0; i < length; i++)
            {
                if (buffer[i] is '\n' or '\r')
                {
                    yield return line.ToString();
                    line.Clear();
                }
                else if (line.Length < MostLine)
                {
                    line.Append(buffer[i]);
                }
            }
        }

        yield return line.ToString();
    }

    // What a file says of itself is told in lines that begin with spaces.
    [GeneratedRegex(@"^\[Parsed_showinfo.*\] n: *\d+ .*pts_time:(\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex FrameLine();

    [GeneratedRegex(@"^(?:\[[^\]]* @ [^\]]*\] )?\[(?:error|fatal)\] (?:file:.*: |pipe:0: )?(.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorLine();
}
