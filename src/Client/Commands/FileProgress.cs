using Spectre.Console;

namespace Prcl.Client.Commands;

/// <summary>A bar on standard error while files are worked through; nothing where nobody would see it.</summary>
internal static class FileProgress
{
    /// <summary>Does the work, which tells how many files it has just settled.</summary>
    public static Task Show(CommandCall call, string word, int files, Func<Action<int>, Task> work)
    {
        if (call.Json || !call.Terminal.SideIsScreen)
        {
            return work(_ => { });
        }

        return call.Terminal.Side.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(word, maxValue: Math.Max(1, files));
                await work(done => task.Increment(done));
            });
    }
}
