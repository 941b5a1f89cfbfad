using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Prcl.EndToEnd.Processes;

/// <summary>A program that has ended.</summary>
/// <param name="ExitCode">What it told the shell.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Finished(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Standard output, read as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Standard error without blank lines.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runs a program to its end; one that doesn't end in time (two minutes) is killed.</summary>
    public static async Task<Finished> Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? patience = null)
    {
        using var process = Process.Start(Programs.StartInfo(program, arguments, environment))!;
        process.StandardInput.Close();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(patience ?? Patience);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} didn't end in time. It said:\n{await output}{await error}");
        }

        return new Finished(process.ExitCode, await output, await error);
    }

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{Out}{Error}";

    /// <summary>Asserts success.</summary>
    public Finished Succeeded()
    {
        Assert.True(ExitCode == 0, ToString());
        return this;
    }

    /// <summary>Asserts that it failed with one line on standard error that says these parts, and without a stack trace.</summary>
    public Finished FailedWithOneLine(int exitCode, params string[] parts)
    {
        Assert.True(ExitCode == exitCode, $"instead of {exitCode}: {this}");
        AssertNoStackTrace();
        var line = Assert.Single(ErrorLines, l => !l.StartsWith("see \"", StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Asserts that nothing looks like a stack trace.</summary>
    public void AssertNoStackTrace()
    {
        Assert.DoesNotContain("   at ", Out + Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", Out + Error, StringComparison.Ordinal);
    }
}
