using System.Diagnostics;
using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;

namespace Prcl.EndToEnd.Faults;

/// <summary>A folder that a <c>prcl push --watch</c> of its own watches.</summary>
internal sealed class WatchedFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-watch-");
    private readonly Process _watch;
    private readonly List<string> _said = [];
    private long _done;

    public WatchedFolder(SiloProcess silo, string run)
    {
        _watch = new Process { StartInfo = Programs.StartInfo(Programs.Client, ["push", "--watch", _folder.FullName, "--run", run, "--domain", "camera", "--json", "--silo", $"127.0.0.1:{silo.GatewayPort}"]) };
        _watch.OutputDataReceived += (_, line) => Count(line.Data);
        _watch.ErrorDataReceived += (_, line) => Say(line.Data);
        _watch.Start();
        _watch.BeginOutputReadLine();
        _watch.BeginErrorReadLine();
    }

    /// <summary>Images that it has told to be stored, or held already.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Whether it lives.</summary>
    public bool IsRunning => !_watch.HasExited;

    /// <summary>What it said on standard error.</summary>
    public string[] Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    /// <summary>Writes small pictures, all different.</summary>
    public void Write(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            var folder = Path.Combine(_folder.FullName, $"hour-{number % 3}");
            Directory.CreateDirectory(folder);
            var (low, high) = ((byte)number, (byte)(number >> 8));
            File.WriteAllBytes(Path.Combine(folder, SceneFiles.NameOf(number)), PngFile.Rgb(32, 24, (x, y) => (low, high, (byte)(x * y))));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            _watch.Kill();
            await _watch.WaitForExitAsync(CancellationToken.None);
        }

        _watch.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Count(string? line)
    {
        if (line is not null)
        {
            using var look = JsonDocument.Parse(line);
            Interlocked.Add(ref _done, look.RootElement.GetProperty("stored").GetInt64() + look.RootElement.GetProperty("skipped").GetInt64());
            foreach (var refused in look.RootElement.GetProperty("refused").EnumerateArray())
            {
                Say($"refused {refused}");
            }
        }
    }

    private void Say(string? line)
    {
        if (line is not null)
        {
            lock (_said)
            {
                _said.Add(line);
            }
        }
    }
}
