using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Processes;

/// <summary>A redis-server process of a test's own, with a folder, a port and a password.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Its password, to be looked for where it mustn't be.</summary>
    public const string Password = "hush-redis-password";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly int _port;

    private RedisServer(Process process, DirectoryInfo folder, int port) => (_process, _folder, _port) = (process, folder, port);

    /// <summary>How to connect.</summary>
    public string ConnectionString => $"127.0.0.1:{_port},password={Password}";

    /// <summary>A server that answers. Skips the test where the program isn't installed.</summary>
    public static async Task<RedisServer> Started()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, "redis-server")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "redis-server isn't installed (Debian: apt-get install redis-server)");

        var folder = Directory.CreateTempSubdirectory("prcl-redis-");
        var port = LoopbackPorts.Next();
        var process = Process.Start(Programs.StartInfo(program!,
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder.FullName,
            "--requirepass", Password, "--appendonly", "yes", "--save", "",
        ]))!;
        var server = new RedisServer(process, folder, port);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.Holds("redis-server answering", TimeSpan.FromSeconds(20), server.Answers);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using var connection = new TcpClient("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
