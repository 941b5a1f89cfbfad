using System.Globalization;
using Prcl.Contracts;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Runs;

/// <summary>Decides which run a command is about.</summary>
internal static class RunChoice
{
    /// <summary>The run of this name, or the only run there is when no name is given.</summary>
    /// <exception cref="UsageException">The name breaks its rule, or none is given and there are several runs.</exception>
    /// <exception cref="PrclRequestException">There is no such run, or none at all.</exception>
    public static async Task<RunDescription> Choose(RunCalls runs, string? name, CancellationToken cancellation)
    {
        if (name is not null)
        {
            return await runs.Describe(Checked(name), cancellation) ?? Shown(name, await runs.List(cancellation));
        }

        var all = await runs.List(cancellation);
        return all.Length switch
        {
            1 => all[0],
            0 => throw new PrclRequestException("there is no run yet (create one with \"prcl run create NAME --classes classes.json\")"),
            _ => throw new UsageException($"name a run with --run or PRCL_RUN ({Names(all)})"),
        };
    }

    /// <summary>
    /// The run that has this name of its own. What can't be undone asks for that: a name that a run is shown by may be another's tomorrow, and a command that
    /// is repeated must not find another run by it.
    /// </summary>
    /// <exception cref="UsageException">The name breaks its rule.</exception>
    /// <exception cref="PrclRequestException">No run has it; says which one is shown by it.</exception>
    public static async Task<RunDescription> ChooseOwn(RunCalls runs, string name, CancellationToken cancellation)
    {
        if (await runs.Describe(Checked(name), cancellation) is { } run)
        {
            return run;
        }

        var all = await runs.List(cancellation);
        throw new PrclRequestException(Array.Find(all, r => r.Shown == name) is { } shown
            ? $"no run has the name '{name}' of its own: {shown.Name} is only shown so; name {shown.Name}"
            : $"there is no run '{name}' ({Names(all)})");
    }

    /// <summary>The name, when it follows the rule for names.</summary>
    /// <exception cref="UsageException">It doesn't.</exception>
    public static string Checked(string name) => PrclNames.IsName(name)
        ? name
        : throw new UsageException($"'{name}' can't be a run's name: {PrclNames.Rule}");

    /// <summary>What people are shown: the name that it was given, and its own.</summary>
    public static string Title(RunDescription run) => run.Shown is { } shown ? $"{shown} ({run.Name})" : run.Name;

    /// <summary>How many partitions the run's image log has.</summary>
    public static int Partitions(RunDescription run) =>
        run.Settings.TryGetValue("partitions", out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var partitions)
            ? Math.Max(1, partitions)
            : 1;

    // A run's own name comes first.
    private static RunDescription Shown(string name, RunDescription[] runs) => Array.FindAll(runs, run => run.Shown == name) switch
    {
        [var one] => one,
        [] => throw new PrclRequestException($"there is no run '{name}' ({Names(runs)})"),
        var several => throw new UsageException($"several runs are shown as '{name}': name one of {string.Join(", ", several.Select(run => run.Name))}"),
    };

    private static string Names(RunDescription[] runs) =>
        runs.Length == 0 ? "there are none" : "there are " + string.Join(", ", runs.Select(Title));
}
