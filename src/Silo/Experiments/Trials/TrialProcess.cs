using System.Diagnostics;
using System.Globalization;
using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>
/// A trial in a process of its own: tensor threads, memory and a crash stay its own. It writes <c>step N</c> lines to its standard output and at
/// the end a line <c>rows</c> with the rows after it; it ends when its standard input does, so none is left behind.
/// </summary>
internal static class TrialProcess
{
    private const string StepMark = "step ";
    private const string RowsMark = "rows";

    /// <summary>Runs a trial elsewhere.</summary>
    /// <param name="arguments">This program's command line for it.</param>
    /// <param name="tell">Is told now and then how many steps have been made; called from another thread.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="HostException">The trial failed; says what it said.</exception>
    public static async Task<IReadOnlyList<ResultRow>> Run(IReadOnlyList<string> arguments, Action<long> tell, CancellationToken cancellationToken)
    {
        using var process = Process.Start(ThisProgram(arguments)) ?? throw new HostException("A process for the trial can't be started.");
        await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        List<string>? rows = null;
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (rows is not null)
            {
                rows.Add(line);
            }
            else if (line == RowsMark)
            {
                rows = [];
            }
            else if (line.StartsWith(StepMark, StringComparison.Ordinal))
            {
                tell(long.Parse(line[StepMark.Length..], CultureInfo.InvariantCulture));
            }
        }

        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode == 0 && rows is not null
            ? ResultTable.Parse(rows, "trial")
            : throw new HostException($"ended with code {process.ExitCode}: {(await errors).Trim()}");
    }

    /// <summary>Runs a trial here and writes what <see cref="Run"/> reads.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="input">Standard input; its end ends the trial.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    public static TrialOutcome RunHere(Trial trial, TextWriter output, TextReader input, CancellationToken cancellationToken)
    {
        // Trials take what is left of a machine.
        using (var self = Process.GetCurrentProcess())
        {
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        new Thread(() => StopAtEnd(input, stop)) { IsBackground = true, Name = "parent" }.Start();
        var outcome = trial.Run(
            steps =>
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{StepMark}{steps}"));
                output.Flush();
            },
            stop.Token);
        output.WriteLine(RowsMark);
        output.Write(ResultTable.Format(outcome.Rows));
        output.Flush();
        return outcome;
    }

    private static void StopAtEnd(TextReader input, CancellationTokenSource stop)
    {
        while (input.ReadLine() is not null)
        {
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The trial has ended first.
        }
    }

    private static ProcessStartInfo ThisProgram(IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new HostException("The system doesn't say where this program lies.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(TrialProcess).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
