using System.CommandLine;
using Prcl.Contracts;
using Prcl.Images.Import;

namespace Prcl.Client.Commands;

/// <summary>The options of <c>prcl import</c>.</summary>
internal sealed class ImportSwitches
{
    /// <summary>The options.</summary>
    public ImportSwitches()
    {
        Classes.AcceptExistingOnly();
        Purpose.AcceptOnlyFromAmong("train", "evaluate");
    }

    /// <summary>Form, place, and how masks are read.</summary>
    public ImportArguments Arguments { get; } = new();

    /// <summary>The list of classes.</summary>
    public Option<FileInfo> Classes { get; } = new("--classes") { Description = "classes.json [default: the run's; without a run, what the annotations say]", HelpName = "FILE" };

    /// <summary>Other names for classes.</summary>
    public Option<string[]> Map { get; } = new("--map") { Description = "A class of the annotations is another one of the list, or ignored", HelpName = "NAME=CLASS|ignore" };

    /// <summary>What is where no object is.</summary>
    public Option<string?> Uncovered { get; } = new("--uncovered")
    {
        Description = "What pixels are that no object covers [default: the list's background, where it has one, else ignore; label-studio: ignore]",
        HelpName = "CLASS|ignore",
    };

    /// <summary>Which parts are imported.</summary>
    public Option<string[]> Split { get; } = new("--split") { Description = "Only this part: train, val, test [default: all]", HelpName = "PART" };

    /// <summary>What the images are for.</summary>
    public Option<string?> Purpose { get; } = new("--purpose") { Description = "What the images are for [default: val and test to evaluate, others to train]", HelpName = "train|evaluate" };

    /// <summary>The images' domain.</summary>
    public Option<string?> Domain { get; } = new("--domain") { Description = "The images' domain [default: the folder's name]", HelpName = "NAME" };

    /// <summary>A folder in place of a run.</summary>
    public Option<string?> Output { get; } = new("--out") { Description = "Write images/, labels/ and classes.json to a new folder; no run is needed", HelpName = "DIR" };

    /// <summary>Whether nothing is stored.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Store nothing; say what would be labelled, and each class's share of the pixels" };

    /// <summary>A picture of some labels.</summary>
    public Option<string?> ContactSheet { get; } = new("--contact-sheet") { Description = "Write a PNG of some images beside their labels", HelpName = "FILE" };

    /// <summary>All of them.</summary>
    public Symbol[] Symbols =>
    [
        Arguments.Format, Arguments.Path, Classes, Map, Uncovered, Arguments.Empty, Split, Purpose, Domain, Arguments.Labels, Arguments.Nearest, Arguments.ReduceZeroLabel, Output,
        DryRun, ContactSheet,
    ];

    /// <summary>Refuses what doesn't go together, before anything is read.</summary>
    /// <exception cref="UsageException">Options contradict each other or name what can't be.</exception>
    public void Check(CommandCall call)
    {
        if (call.Value(Output) is not null && call.Value(DryRun))
        {
            throw new UsageException("--dry-run stores nothing, so it can't go with --out");
        }

        if (call.Value(Domain) is { } domain && !PrclNames.IsName(domain))
        {
            throw new UsageException($"'{domain}' can't be a domain: {PrclNames.Rule}");
        }

        if (call.Value(ContactSheet) is { } sheet && (Directory.Exists(sheet) || !sheet.EndsWith(".png", StringComparison.OrdinalIgnoreCase)))
        {
            throw new UsageException($"{sheet} can't be the contact sheet: a file that ends with .png is needed");
        }

        if (call.Value(Output) is null && !call.Value(DryRun))
        {
            DomainOf(call);
        }
    }

    /// <summary>Other names for classes.</summary>
    /// <exception cref="UsageException">One isn't NAME=CLASS, or a name stands there twice.</exception>
    public Dictionary<string, string> MapOf(CommandCall call)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in call.Value(Map) ?? [])
        {
            var equals = pair.LastIndexOf('=');
            if (equals < 1 || !map.TryAdd(pair[..equals], pair[(equals + 1)..]))
            {
                throw new UsageException(equals < 1 ? $"--map takes NAME=CLASS, not '{pair}'" : $"--map names '{pair[..equals]}' twice");
            }
        }

        return map;
    }

    /// <summary>The items of the parts that are asked for, and what is said of the others.</summary>
    /// <exception cref="UsageException">There is no such part.</exception>
    public (IReadOnlyList<ImportItem> Items, string[] Notes) Chosen(CommandCall call, ImportSet set)
    {
        if (call.Value(Split) is not { Length: > 0 } asked)
        {
            return (set.Items, []);
        }

        string[] there = [.. set.Items.Select(item => item.Split).Distinct()];
        if (Array.Find(asked, part => !there.Contains(part)) is { } missing)
        {
            throw new UsageException($"there is no part '{missing}'; there {(there.Length == 0 ? "are no images with a label" : $"are {string.Join(", ", there.Select(part => part.Length == 0 ? "images of no part" : part))}")}");
        }

        ImportItem[] items = [.. set.Items.Where(item => asked.Contains(item.Split))];
        return (items, items.Length < set.Items.Count ? [$"{set.Items.Count - items.Length} images of other parts left out"] : []);
    }

    /// <summary>The images' domain.</summary>
    /// <exception cref="UsageException">The folder's name can't be one.</exception>
    public string DomainOf(CommandCall call)
    {
        var path = Path.GetFullPath(call.Value(Arguments.Path));
        var name = call.Value(Domain) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(File.Exists(path) ? Path.GetDirectoryName(path)! : path));
        return PrclNames.IsName(name) ? name : throw new UsageException($"the folder's name '{name}' can't be a domain: {PrclNames.Rule} (name one with --domain)");
    }
}
