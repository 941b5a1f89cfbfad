using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts;
using Prcl.Contracts.Streams;

namespace Prcl.Client.Commands;

/// <summary><c>prcl retention</c>: what a run would delete for its age and doesn't without a person's word; <c>--yes</c> gives it.</summary>
internal static class RetentionCommand
{
    private const double MegaByte = 1e6;

    public static Command Create(CommandFrame frame)
    {
        var name = new Argument<string?>("NAME") { Description = "The run's name [default: PRCL_RUN, or the only run there is]", Arity = ArgumentArity.ZeroOrOne };
        var yes = new Option<bool>("--yes") { Description = "Delete them: this can't be undone" };
        return frame.Define(
            "retention",
            "Show images that are too old to be kept and wait for your word, or give it",
            ["prcl retention street", "prcl retention street --yes"],
            call => Carry(call, call.Optional(name), call.Value(yes)),
            name,
            yes,
            frame.Json);
    }

    private static async Task<int> Carry(CommandCall call, string? name, bool isConfirmed)
    {
        var client = await call.Connect();
        var run = name is null ? await call.Run() : await RunChoice.Choose(client.Runs, name, call.Cancellation);
        var waiting = new List<(int Partition, OverdueImages Overdue, long? Deleted)>();
        for (var partition = 0; partition < RunChoice.Partitions(run); partition++)
        {
            if (await client.Images.Overdue(run.Name, partition, call.Cancellation) is { } overdue)
            {
                waiting.Add((partition, overdue, isConfirmed ? await client.Images.DeleteOverdue(run.Name, partition, overdue.LastSequence, call.Cancellation) : null));
            }
        }

        if (call.Json)
        {
            call.Terminal.Json(waiting.Select(w => new
            {
                w.Partition,
                w.Overdue.Images,
                w.Overdue.Unlabelled,
                w.Overdue.Bytes,
                w.Overdue.OldestUtc,
                w.Overdue.NewestUtc,
                w.Overdue.Reason,
                w.Deleted,
            }));
        }
        else
        {
            Show(call.Terminal, run.Name, waiting);
        }

        return ExitCode.Done;
    }

    private static void Show(Terminal terminal, string run, List<(int Partition, OverdueImages Overdue, long? Deleted)> waiting)
    {
        if (waiting.Count == 0)
        {
            terminal.Line($"run {run}: no image waits for your word");
            return;
        }

        var table = new ResultTable().Number("Partition", "Images", "Of unlabelled", "MB").Text("Stored from (UTC)", "To");
        foreach (var (partition, overdue, _) in waiting)
        {
            table.Row(
                Figures.Count(partition), Figures.Count(overdue.Images), Figures.Count(overdue.Unlabelled), Figures.Short(overdue.Bytes / MegaByte), Figures.Time(overdue.OldestUtc), Figures.Time(overdue.NewestUtc));
        }

        terminal.Show(table.Drawn);
        foreach (var reason in waiting.Select(w => w.Overdue.Reason).Distinct())
        {
            terminal.Line(Printable.Of(reason));
        }

        terminal.Line(waiting.Exists(w => w.Deleted is null) ? "nothing was deleted; --yes deletes them" : $"{Figures.Count(waiting.Sum(w => w.Deleted ?? 0))} images deleted");
    }
}
