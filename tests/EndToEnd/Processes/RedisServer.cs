using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Processes;

/// <summary>A redis-server process of a test's own, with a folder, a port and a password.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Its password, to be looked for where it mustn't be.</summary>
    public const string Password = "hush-redis-password";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(p => Path.Combine(p, "redis-server")).FirstOrDefault(File.Exists);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-redis-");
    private readonly int _port = LoopbackPorts.Next();
    private Process? _process;

    private RedisServer()
    {
    }

    /// <summary>How to connect.</summary>
    public string ConnectionString => $"127.0.0.1:{_port},password={Password}";

    /// <summary>A server that answers. Skips the test where the program isn't installed.</summary>
    public static async Task<RedisServer> Started()
    {
        Assert.SkipWhen(Program is null, "redis-server isn't installed (Debian: apt-get install redis-server)");
        var server = new RedisServer();
        await server.Start();
        return server;
    }

    /// <summary>Starts the process with the files that are there; answers when it does.</summary>
    public async Task Start()
    {
        _process?.Dispose();
        _process = Process.Start(Programs.StartInfo(Program!,
        [
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.FullName,
            "--requirepass", Password, "--appendonly", "yes", "--save", "",
        ]))!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.Holds("redis-server answering", Patience, () => Ask("PING").StartsWith("+PONG", StringComparison.Ordinal));
    }

    /// <summary>SIGKILL; answers when the process is gone.</summary>
    public async Task Kill9()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Removes its files; it must not run.</summary>
    public void DeleteFiles()
    {
        foreach (var entry in _folder.GetDirectories())
        {
            entry.Delete(recursive: true);
        }
    }

    /// <summary>Forgets everything, while it runs.</summary>
    public void FlushAll() => Assert.StartsWith("+OK", Ask("FLUSHALL"), StringComparison.Ordinal);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Kill9();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    // Redis also takes plain lines. Empty while it doesn't listen.
    private string Ask(string command)
    {
        try
        {
            using var connection = new TcpClient("127.0.0.1", _port);
            using var stream = connection.GetStream();
            stream.Write(Encoding.ASCII.GetBytes($"AUTH {Password}\r\n{command}\r\n"));
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return reader.ReadLine() == "+OK" ? reader.ReadLine() ?? "" : "";
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return "";
        }
    }
}
