using System.Globalization;
using Prcl.Grains.Backups;

namespace Prcl.Silo.Commands;

/// <summary>What a backup holds, a line a run, and on standard error what it lacks.</summary>
internal static class RunLines
{
    private const int AtMost = 10;

    /// <summary>Writes the lines, and answers the exit code: a failure when something is lacking.</summary>
    public static int Tell(BackupManifest manifest)
    {
        foreach (var run in manifest.Runs.Where(r => r.Fault is null))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {run.Name}: goes on with round {run.Round}, {run.Images:N0} images"));
        }

        string[] lacking = [.. manifest.Runs.Where(r => r.Fault is not null).Select(r => $"run {r.Name} isn't in the backup: {r.Fault}"), .. manifest.Absent.Select(a => $"not in the backup: {a}")];
        foreach (var line in lacking.Take(AtMost))
        {
            Console.Error.WriteLine(line);
        }

        if (lacking.Length > AtMost)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {lacking.Length - AtMost:N0} more"));
        }

        return lacking.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
