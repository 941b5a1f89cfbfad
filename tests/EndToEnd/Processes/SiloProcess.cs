using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Processes;

/// <summary>
/// <c>prcl-silo serve</c> as a process with a data folder and ports of its own, which outlive it: it can be killed and
/// started again. Killed and cleaned away when disposed.
/// </summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private readonly bool _ownsFolder;
    private readonly string[] _options;
    private readonly Dictionary<string, string> _environment;
    private readonly List<Process> _lives = [];
    private volatile Process? _process;
    private int _linesBefore;

    /// <summary>A silo that isn't started yet.</summary>
    /// <param name="dataFolder">Its folder; null for a temporary one.</param>
    /// <param name="siloPort">Its port between silos; 0 for a free one.</param>
    /// <param name="gatewayPort">Its port for clients; 0 for a free one.</param>
    /// <param name="options">Options of <c>serve</c> besides.</param>
    /// <param name="environment">Variables of its environment.</param>
    /// <param name="clientCertificates">The folder that <see cref="Prcl"/> connects with.</param>
    public SiloProcess(string? dataFolder = null, int siloPort = 0, int gatewayPort = 0, string[]? options = null, Dictionary<string, string>? environment = null, string? clientCertificates = null)
    {
        (_options, _environment) = (options ?? [], environment ?? []);
        _ownsFolder = dataFolder is null;
        DataFolder = dataFolder ?? Directory.CreateTempSubdirectory("prcl-e2e-").FullName;
        SiloPort = siloPort == 0 ? LoopbackPorts.Next() : siloPort;
        GatewayPort = gatewayPort == 0 ? LoopbackPorts.Next() : gatewayPort;
        Prcl = new PrclCommand(GatewayPort, _environment.GetValueOrDefault("PRCL_SILO_CLUSTER_SECRET"), clientCertificates);
    }

    /// <summary>The folder of everything durable.</summary>
    public string DataFolder { get; }

    /// <summary>The port between silos.</summary>
    public int SiloPort { get; }

    /// <summary>The port for clients.</summary>
    public int GatewayPort { get; }

    /// <summary>The port of health and metrics.</summary>
    public int HttpPort { get; } = LoopbackPorts.Next();

    /// <summary>The command line, talking to this silo.</summary>
    public PrclCommand Prcl { get; }

    /// <summary>What it has printed in all its lives.</summary>
    public SiloOutput Output { get; } = new();

    /// <summary>Whether the process lives.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Whether it lives and has said that it is ready.</summary>
    public bool IsReady => IsRunning && Output.Lines.Skip(_linesBefore).Any(l => l.StartsWith("Silo ready", StringComparison.Ordinal));

    /// <summary>Processor time that it has used since it was started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory that it holds now.</summary>
    public long Memory
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>How it is started.</summary>
    public string[] Arguments =>
    [
        "serve", "--data-dir", DataFolder, "--threads", "1",
        "--silo-port", SiloPort.ToString(CultureInfo.InvariantCulture), "--gateway-port", GatewayPort.ToString(CultureInfo.InvariantCulture),
        "--http-port", HttpPort.ToString(CultureInfo.InvariantCulture), .. _options,
    ];

    /// <summary>A silo with a folder and ports of its own, ready.</summary>
    public static async Task<SiloProcess> Started(Dictionary<string, string>? environment = null)
    {
        var silo = new SiloProcess(environment: environment);
        try
        {
            silo.Start();
            await silo.Ready();
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process, without waiting for anything.</summary>
    public void Start()
    {
        _linesBefore = Output.Lines.Length;
        var process = new Process { StartInfo = Programs.StartInfo(Programs.Silo, Arguments, _environment) };
        process.OutputDataReceived += (_, line) => Output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => Output.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // Others may be asking whether it runs: they see the one before, which has ended, or this one started.
        _lives.Add(process);
        _process = process;
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public Task Ready() => Eventually.Holds($"silo on port {SiloPort} ready", StartPatience, () =>
    {
        Assert.False(_process!.HasExited, $"the silo ended before it was ready:\n{Output}");
        return IsReady;
    });

    /// <summary>SIGKILL; answers when the process is gone.</summary>
    public async Task Kill9()
    {
        Assert.False(_process!.HasExited, $"the silo ended before it was killed:\n{Output}");
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGSTOP: the process stands still, its connections stay open.</summary>
    public void Freeze() => _ = SendSignal(_process!.Id, Sigstop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => _ = SendSignal(_process!.Id, Sigcont);

    /// <summary>SIGTERM; answers the exit code once the process is gone, and fails after <paramref name="patience"/>.</summary>
    public async Task<int> Terminate(TimeSpan patience)
    {
        Assert.Equal(0, SendSignal(_process!.Id, Sigterm));
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"the silo didn't end within {patience.TotalSeconds} s of SIGTERM:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Kill9();
        }

        _lives.ForEach(life => life.Dispose());
        if (_ownsFolder)
        {
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
