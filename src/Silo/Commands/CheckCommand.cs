using System.CommandLine;
using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Checks;
using Prcl.Grains.Runs;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo check</c>: reads everything that is stored, says what is damaged, and repairs it if asked to.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var run = new Option<string?>("--run") { Description = "Look at one run only" };
        var repair = new Option<bool>("--repair") { Description = "Mend what is damaged as far as something else tells what was there; what that loses is said first. No silo may be at work" };
        var command = new Command(
            "check",
            "Read everything that is stored and say what is damaged; with --repair mend it. Ends with 0 when all is sound or was mended, else with 1.\n\n"
            + "Example: prcl-silo check --data-dir /var/lib/prcl\n"
            + "Example: prcl-silo check --data-dir /var/lib/prcl --run street --repair")
        {
            run, repair,
        };
        foreach (var option in StoreChoice.Options)
        {
            command.Add(option);
        }

        command.SetAction((result, cancellation) => Check(result, result.GetValue(run), result.GetValue(repair), cancellation));
        return command;
    }

    // Looking beside a silo is harmless, though what it changes meanwhile may seem damaged; repairing isn't.
    private static async Task<int> Check(ParseResult result, string? run, bool repair, CancellationToken cancellation)
    {
        using var choice = StoreChoice.Read(result);
        if (choice.Folder.Length > 0 && !Directory.Exists(Path.Combine(choice.Folder, ".store")))
        {
            // An empty folder is sound; whoever mistyped its name mustn't be told so.
            throw new HostException($"data-dir: '{choice.Folder}' is no folder of a silo.");
        }

        var blobs = repair ? await choice.OpenAlone(cancellation) : choice.OpenBesideSilos();
        if (run is not null)
        {
            await Require(blobs, run, cancellation);
        }

        var check = new StoreCheck(blobs, TimeProvider.System);
        var found = await check.Look(run);
        foreach (var finding in found)
        {
            Console.WriteLine($"{finding.Blob}: {finding.Fault}");
            Console.WriteLine($"  a repair loses {finding.Loss.Text}");
        }

        if (found.Count == 0)
        {
            Console.WriteLine("Everything stored is sound.");
            return ExitCode.Done;
        }

        if (!repair)
        {
            Console.WriteLine($"{found.Count} damaged; 'prcl-silo check --repair' mends what can be mended.");
            return ExitCode.Failed;
        }

        return await Repair(check, run);
    }

    private static async Task<int> Repair(StoreCheck check, string? run)
    {
        var repaired = await check.Repair(run);
        var left = await check.Look(run);
        foreach (var finding in left)
        {
            Console.Error.WriteLine($"not mended: {finding.Blob}: {finding.Fault}");
        }

        Console.WriteLine(left.Count == 0 ? $"{repaired.Count} mended." : $"{left.Count} could not be mended.");
        return left.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task Require(IBlobStore blobs, string run, CancellationToken cancellation)
    {
        if (!PrclNames.IsName(run))
        {
            throw new HostException($"'{run}' can't be a run's name: {PrclNames.Rule}");
        }

        if (!(await new RunStore(blobs).Ids(cancellation)).Any(id => RunId.NameOf(id) == run))
        {
            throw new HostException($"there is no run '{run}' here.");
        }
    }
}
