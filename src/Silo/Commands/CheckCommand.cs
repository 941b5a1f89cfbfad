using System.CommandLine;
using Prcl.Contracts;
using Prcl.Grains.Checks;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo check</c>: reads everything that is stored, says what is damaged, and repairs it if asked to.</summary>
internal static class CheckCommand
{
    /// <summary>The exit code where something is damaged, or stays so.</summary>
    private const int Damaged = 1;

    public static Command Create()
    {
        var data = new Option<string>("--data-dir") { Description = "The silo's folder, where blobs is file.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PRCL_SILO_DATA_DIR") is { Length: > 0 } set ? set : new SiloSettings().DataDirectory };
        var run = new Option<string?>("--run") { Description = "Look at one run only." };
        var repair = new Option<bool>("--repair") { Description = "Repair what is damaged as far as something else tells what was there; says first what each repair loses. No silo may be running." };
        var command = new Command("check", "Read everything that is stored and say what is damaged; with --repair mend it.\n\nExits with 0 when all is sound (or was mended), else with 1.\n\nExample: prcl-silo check --data-dir /var/lib/prcl --repair")
        {
            data, run, repair,
        };
        foreach (var option in BlobOptions.All)
        {
            command.Add(option);
        }

        command.SetAction(result => Check(BlobOptions.Read(result), result.GetRequiredValue(data), result.GetValue(run), result.GetValue(repair)));
        return command;
    }

    private static async Task<int> Check(BlobSettings settings, string folder, string? run, bool repair)
    {
        settings.Check();
        using var held = settings.Kind == BlobKind.File ? Hold(folder, repair) : null;
        var blobs = settings.Open(folder);
        using var owned = blobs as IDisposable;
        var check = new StoreCheck(blobs, TimeProvider.System);
        if (run is not null && !await blobs.List($"runs/{(PrclNames.IsName(run) ? run : throw new HostException($"'{run}' can't be a run's name: {PrclNames.Rule}"))}/").AnyAsync())
        {
            throw new HostException($"There is no run '{run}' here.");
        }

        var found = await check.Look(run);
        foreach (var finding in found)
        {
            Console.WriteLine($"{finding.Blob}: {finding.Fault}");
            Console.WriteLine($"  a repair loses {finding.Loss.Text}");
        }

        if (found.Count == 0)
        {
            Console.WriteLine("Everything stored is sound.");
            return 0;
        }

        if (!repair)
        {
            Console.WriteLine($"{found.Count} damaged; 'prcl-silo check --repair' mends what can be mended.");
            return Damaged;
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
        return left.Count == 0 ? 0 : Damaged;
    }

    // Looking beside a silo is harmless, though what it changes meanwhile may seem damaged; repairing isn't.
    private static DataDirectory? Hold(string folder, bool repair)
    {
        if (!Directory.Exists(Path.Combine(folder, ".store")))
        {
            throw new HostException($"data-dir: '{folder}' is no folder of a silo.");
        }

        return repair ? DataDirectory.Hold(folder, isShared: false) : null;
    }
}
