using System.CommandLine;
using System.Globalization;
using Prcl.Client.Output;
using Prcl.Client.Runs;
using Prcl.Contracts;

namespace Prcl.Client.Commands;

/// <summary><c>prcl prototypes</c>: what a run knows of its classes.</summary>
internal static class PrototypesCommand
{
    private const int NearestInList = 3;

    public static Command Create(CommandFrame frame)
    {
        var which = new Argument<string?>("CLASS") { Description = "A class, by name or id, for its detail", Arity = ArgumentArity.ZeroOrOne };
        return frame.Define(
            "prototypes",
            "Show the class prototypes: evidence, variances, drift and the nearest classes",
            ["prcl prototypes --run street", "prcl prototypes Road", "prcl prototypes 3 --json"],
            async call =>
            {
                var run = await call.Run();
                var names = ClassNames.Of(run.ClassesJson);
                int? detail = call.Optional(which) is { } wanted ? IdOf(wanted, names, run.Name) : null;
                var all = await (await call.Connect()).Prototypes.QueryAll(run.Name, names.Length, call.Cancellation);
                var documents = all.Select(prototype => PrototypeDocument.Of(prototype, all)).ToArray();
                Show(call, documents, detail);
                return ExitCode.Done;
            },
            which,
            frame.Run,
            frame.Json);
    }

    private static void Show(CommandCall call, PrototypeDocument[] documents, int? detail)
    {
        if (call.Json && detail is { } id)
        {
            call.Terminal.Json(documents[id]);
        }
        else if (call.Json)
        {
            call.Terminal.Json(documents);
        }
        else
        {
            ShowTable(call.Terminal, detail is { } one ? [documents[one]] : documents);
            if (detail is { } shown)
            {
                ShowDetail(call.Terminal, documents[shown]);
            }
        }
    }

    private static int IdOf(string wanted, string[] names, string run)
    {
        var id = Array.FindIndex(names, name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase));
        if (id < 0 && int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < names.Length)
        {
            id = number;
        }

        return id >= 0 ? id : throw new PrclRequestException(
            $"run {run} has no class '{wanted}' (its classes are {string.Join(", ", names.Select((name, k) => $"{k} {name}"))})");
    }

    private static void ShowTable(Terminal terminal, PrototypeDocument[] documents)
    {
        var table = new ResultTable().Number("Id").Text("Class").Number("Evidence", "Posterior", "Spread", "Drift").Text("State", "Nearest");
        foreach (var document in documents)
        {
            table.Row(
                Figures.Count(document.ClassId),
                document.ClassName,
                Figures.Count(document.Evidence),
                Figures.Short(document.MeanPosteriorVariance),
                Figures.Short(document.MeanSpreadVariance),
                Figures.Short(document.Drift),
                document.Mean.Length == 0 ? "empty" : document.Stale ? "stale" : "",
                string.Join(", ", document.Nearest.Take(NearestInList).Select(near => $"{near.ClassName} {Figures.Short(near.Score)}")));
        }

        terminal.Show(table.Drawn);
    }

    private static void ShowDetail(Terminal terminal, PrototypeDocument document)
    {
        terminal.Line($"{document.Mean.Length} dimensions, {document.Round} rounds folded in, {document.RefusedSums} sums refused");
        var near = new ResultTable().Text("Class by nearness").Number("Mutual likelihood");
        foreach (var other in document.Nearest)
        {
            near.Row(other.ClassName, Figures.Short(other.Score));
        }

        terminal.Show(near.Drawn);
        var drift = new ResultTable().Number("Round", "Drift (L2)", "Divergence (KL)");
        foreach (var point in document.DriftHistory)
        {
            drift.Row(Figures.Count(point.Round), Figures.Short(point.Distance), Figures.Short(point.Divergence));
        }

        terminal.Show(drift.Drawn);
    }
}
