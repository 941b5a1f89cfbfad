using System.Diagnostics;
using Prcl.EndToEnd.Processes;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Http;

/// <summary>Prism between a client and a silo: it holds every request and every answer against the committed description, and answers with an error where they differ.</summary>
internal sealed class Prism : IDisposable
{
    private static readonly string Program = Programs.InRepository("tests/Http/node_modules/.bin/prism");
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private Prism(Process process, int port) => (_process, Address) = (process, new Uri($"http://127.0.0.1:{port}"));

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it before a silo, or skips the test.</summary>
    /// <param name="silo">The silo's HTTP port.</param>
    public static async Task<Prism> StartedOrSkip(int silo)
    {
        Assert.SkipUnless(File.Exists(Program), "Prism isn't installed (npm install --no-package-lock --prefix tests/Http): answers weren't held against the description from outside.");
        var port = LoopbackPorts.Next();
        string[] arguments = ["proxy", Programs.InRepository("docs/openapi/v1.json"), $"http://127.0.0.1:{silo}", "--errors", "--host", "127.0.0.1", "--port", $"{port}"];
        var prism = new Prism(Process.Start(Programs.StartInfo(Program, arguments))!, port);
        prism._process.BeginErrorReadLine();
        var listening = new TaskCompletionSource();
        prism._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("is listening", StringComparison.Ordinal) ?? true)
            {
                listening.TrySetResult();
            }
        };
        prism._process.BeginOutputReadLine();
        await listening.Task.WaitAsync(StartPatience, TestContext.Current.CancellationToken);
        return prism;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
