using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Prcl.Servers;

/// <summary>
/// Azurite, the emulator of Azure's blob storage, as a process with a folder and a port of its own, which outlive it: it can be killed and
/// started again. Killed and cleaned away when disposed.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Absent = "Azurite isn't installed (npm install --prefix tests/Servers, or azurite-blob on the PATH): nothing was tried on Azure's storage.";

    // Microsoft's published key of the development account; it opens nothing but emulators.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string? Program = Find();

    private readonly string _folder = Directory.CreateTempSubdirectory("prcl-azurite-").FullName;
    private readonly int _port = LoopbackPorts.Next();
    private readonly bool _isDurable;
    private Process? _process;

    private Azurite(bool isDurable) => _isDurable = isDurable;

    /// <summary>The account's key, a secret like any other to the programs under test.</summary>
    public static string AccountKey => Key;

    /// <summary>The account's address.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{_port}/devstoreaccount1");

    /// <summary>What opens it.</summary>
    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};BlobEndpoint={Endpoint};";

    /// <summary>A fresh one, ready; skips the test where it isn't installed.</summary>
    /// <param name="isDurable">Whether what it acknowledged outlives a kill; by itself it loses the last seconds. Slow with thousands of blobs.</param>
    public static async Task<Azurite> StartedOrSkip(bool isDurable = false)
    {
        Assert.SkipUnless(Program is not null, Absent);
        var azurite = new Azurite(isDurable);
        try
        {
            await azurite.Start();
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process; answers when it listens.</summary>
    public async Task Start()
    {
        string[] arguments =
        [
            "--blobHost", "127.0.0.1", "--blobPort", _port.ToString(CultureInfo.InvariantCulture), "--location", _folder,
            "--silent", "--skipApiVersionCheck", "--disableTelemetry",
        ];
        var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (_isDurable)
        {
            start.Environment["NODE_OPTIONS"] = $"--require \"{Path.Combine(Above("tests/Servers")!, "azurite-durable.cjs")}\"";
        }

        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        _process?.Dispose();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => listens.TrySetException(new InvalidOperationException($"Azurite ended: {string.Join('\n', said)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await listens.Task.WaitAsync(Patience);

        void Hear(string? line)
        {
            said.Add(line ?? "");
            if (line?.Contains("successfully listens", StringComparison.Ordinal) == true)
            {
                listens.TrySetResult();
            }
        }
    }

    /// <summary>SIGKILL; answers when the process is gone.</summary>
    public async Task Kill9()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Kill9();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "azurite-blob.cmd" : "azurite-blob";
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string?[] folders = [Above("tests/Servers/node_modules/.bin"), Above("node_modules/.bin"), .. path];
        return folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, name)).FirstOrDefault(File.Exists);
    }

    private static string? Above(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, path);
            if (Directory.Exists(found))
            {
                return found;
            }
        }

        return null;
    }
}
