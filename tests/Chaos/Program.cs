using Prcl.Chaos;
using Prcl.Chaos.Cluster;
using Prcl.Chaos.Damage;
using Prcl.Chaos.Endless;
using Prcl.Chaos.Load;
using Prcl.Chaos.Storage;
using Xunit.Sdk;

const int Failed = 1;
const int Misused = 2;
const int Skipped = 77;

ChaosOptions options;
try
{
    if (args is ["damage", .. var rest])
    {
        return await DamageProgram.Run(rest);
    }

    if (args is ["load", .. var load])
    {
        return await LoadProgram.Run(load);
    }

    if (args is ["endless", .. var endless])
    {
        return await EndlessProgram.Run(endless);
    }

    options = ChaosOptions.Read(args);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"{error.Message}\n{ChaosOptions.Usage}\n{DamageOptions.Usage}\n{LoadOptions.Usage}\n{EndlessOptions.Usage}");
    return Misused;
}

var (folder, free) = (Path.GetTempPath(), new DriveInfo(Path.GetTempPath()).AvailableFreeSpace);
if (free < options.DiskBytes)
{
    Console.Error.WriteLine($"{folder} has {free / 1e9:0.#} GB free; {options.Minutes} minutes of chaos need {options.DiskBytes / 1e9:0.#} GB. TMPDIR names another folder");
    return Misused;
}

using var timeline = new Timeline();
timeline.Say($"seed {options.Seed}, faults for {options.Minutes} min");
try
{
    await using var cluster = await ChaosCluster.Started(timeline, options.IsDisk ? DiskStore.Mounted() : await AzureStore.Started(options.Seed), options.HasClocks);
    try
    {
        using var run = new ChaosRun(options, cluster, timeline);
        var report = await run.Verdict();
        foreach (var failure in report.Failures)
        {
            timeline.Say($"FAILED: {failure}");
        }

        Console.WriteLine(report.ToLine());
        return report.Failures.Any() ? Failed : 0;
    }
    catch (Exception failure)
    {
        // Caught, so that no process is left behind.
        Console.Error.WriteLine(failure);
        return Failed;
    }
    finally
    {
        cluster.Save(options.Logs);
    }
}
catch (SkipException absent)
{
    Console.Error.WriteLine(absent.Message);
    return Skipped;
}
