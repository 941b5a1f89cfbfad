using System.ComponentModel;
using System.Diagnostics;
using Prcl.Images.Files;

namespace Prcl.Client.Video;

/// <summary>An ffmpeg process whose frames are read one by one. It waits while nobody reads: what lies between is a pipe.</summary>
internal sealed class FrameReader : IAsyncDisposable
{
    private readonly Process _process;
    private readonly FfmpegLog _log = new();
    private readonly Task _reading;
    private readonly JpegSplitter _files;
    private readonly TimeSpan _silence;
    private readonly TimeProvider _clock;

    private FrameReader(Process process, TimeSpan silence, TimeProvider clock)
    {
        (_process, _silence, _clock) = (process, silence, clock);
        _reading = _log.Read(process.StandardError);
        _files = new JpegSplitter(process.StandardOutput.BaseStream, ImageLimits.Default.MaxBytes);
    }

    /// <summary>Why the frames ended before their time, in one line; null after a sound end.</summary>
    public string? Fault { get; private set; }

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="ffmpeg">Its full path.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">What it reads on its standard input.</param>
    /// <param name="silence">How long a frame may take to come.</param>
    /// <param name="clock">Tells how long that is.</param>
    /// <exception cref="IOException">It can't be started.</exception>
    public static async Task<FrameReader> Start(string ffmpeg, string[] arguments, byte[] input, TimeSpan silence, TimeProvider clock)
    {
        var start = new ProcessStartInfo(ffmpeg, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // Secrets are none of its business, and FFREPORT would write addresses to a file.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PRCL_", StringComparison.Ordinal) || name == "FFREPORT").ToArray())
        {
            start.Environment.Remove(name);
        }

        try
        {
            var reader = new FrameReader(Process.Start(start)!, silence, clock);
            await reader.Tell(input);
            return reader;
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"{ffmpeg} can't be started: {failure.Message}", failure);
        }
    }

    /// <summary>The next frame; null at the end, sound or not.</summary>
    public async Task<VideoFrame?> Next(CancellationToken cancellation)
    {
        try
        {
            if (await _files.Next(cancellation).WaitAsync(_silence, _clock, cancellation) is { } jpeg)
            {
                return new VideoFrame(jpeg, await _log.NextTime(cancellation) ?? double.NaN);
            }

            await Task.WhenAll(_process.WaitForExitAsync(cancellation), _reading);

            // Of a clip that is damaged in the middle ffmpeg leaves frames out, says so and ends well.
            Fault = _log.Error ?? (_process.ExitCode == 0 ? null : $"ffmpeg ended with code {_process.ExitCode}");
        }
        catch (TimeoutException)
        {
            Fault = $"nothing has come for {_silence.TotalSeconds:F0} s";
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            Fault = failure.Message;
        }

        return null;
    }

    /// <summary>Ends ffmpeg.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // It holds nothing that could be spoilt, and one that waits for a camera doesn't listen.
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private async Task Tell(byte[] input)
    {
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and what it says tells why.
        }
    }
}
