using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Prcl.Client.Output;

/// <summary>A run's status for people.</summary>
internal static class StatusView
{
    /// <summary>Everything: the answers to what people ask, then tables.</summary>
    public static IRenderable Full(RunStatus status, StatusFacts facts)
    {
        var parts = new List<IRenderable> { new Text(Line(status)) };
        parts.AddRange(StatusAnswers.Of(status, facts).Select(answer => new Text(Printable.Of(answer))));
        parts.Add(Images(status));
        if (status.Trainers.Length > 0)
        {
            parts.AddRange([Trainers(status), Losses(status)]);
        }

        parts.AddRange((status.Alarms ?? []).Select(alarm => new Text(
            $"ALARM since round {alarm.SinceRound}, {Printable.Of(alarm.Text)}: \"prcl models\" shows the versions, \"prcl models train V\" goes back to one", new Style(Color.Red))));
        parts.AddRange(status.Trainers.Select(t => t.Note).OfType<string>().Distinct().Select(note => new Text("note: " + Printable.Of(note))));
        parts.AddRange((status.Notes ?? []).Select(note => new Text("note: " + Printable.Of(note))));
        if (status.Traffic is { } traffic)
        {
            parts.Add(new Text($"network: {Figures.Count(traffic.Bytes)} bytes a step; all-reduce of gradients: {Figures.Count(traffic.AllReduceBytes)}"));
        }

        parts.Add(Comparison(status));
        if (status.Aliases.Count > 0)
        {
            parts.Add(new Text("aliases: " + Pairs(status.Aliases)));
        }

        if (status.Refused.Count > 0)
        {
            parts.Add(new Text("refused: " + Pairs(status.Refused)));
        }

        return new Rows(parts);
    }

    /// <summary>The gist, as a line.</summary>
    public static string Line(RunStatus status) => Printable.Of(
        $"{status.Name}: {status.Phase}{(status.Reason.Length > 0 ? $" ({status.Reason})" : "")}, round {status.Round}, "
        + $"version {status.Version}, {Figures.Count(status.ImagesTrained)} images trained, "
        + $"backlog {Figures.Count(status.Images.Backlog)}, {status.Trainers.Length} trainers{Alarms(status)}");

    private static string Alarms(RunStatus status) =>
        status.Alarms is { Length: > 0 } alarms ? $", ALARM: {string.Join(", ", alarms.Select(a => a.Kind))}" : "";

    // Whether learning from the stream is worth it.
    private static IRenderable Comparison(RunStatus status)
    {
        if (status.Comparison is not { Length: > 0 } domains)
        {
            return new Text(status.Images.Evaluation == 0
                ? $"better than not learning? Nobody can tell without evaluation frames; give it some: prcl push DIR --purpose evaluate --domain NAME --run {status.Name}"
                : "better than not learning? The evaluation frames are yet to be measured");
        }

        var table = new ResultTable().Text("Domain").Number("Frames", "mIoU % now", "Not learning", "Gain", "AUROC", "ECE %");
        foreach (var domain in domains)
        {
            table.Row(
                domain.Domain, Figures.Count(domain.Images), Figures.Percent(domain.Newest.MeanIou), Figures.Percent(domain.Baseline.MeanIou), Figures.Gain(domain.Gain),
                Figures.Short(domain.Newest.UncertaintyAuroc), Figures.Percent(100 * domain.Newest.CalibrationError ?? double.NaN));
        }

        return new Rows(
            table.Drawn,
            new Text($"version {domains[0].Newest.Version} beside the baseline, version {domains[0].Baseline.Version}: the last one before the first unlabelled image, unless moved"),
            new Text("AUROC: how well the uncertainty tells wrong pixels from right ones, 0.5 by chance; ECE: how far confidence is from accuracy"));
    }

    private static Table Images(RunStatus status)
    {
        var images = status.Images;
        var table = new ResultTable().Number("Stored", "Labelled", "Evaluation", "Trained", "Leased", "Backlog", "Quarantined");
        table.Row([.. new[] { images.Stored, images.Labelled, images.Evaluation, images.Trained, images.Leased, images.Backlog, images.Quarantined }
            .Select(count => Figures.Count(count))]);
        return table.Drawn;
    }

    private static Table Trainers(RunStatus status)
    {
        var table = new ResultTable().Text("Trainer", "State").Number("Round", "Step", "Steps", "Images/s", "Busy %", "Skipped");
        foreach (var trainer in status.Trainers)
        {
            table.Row(
                WithoutRun(trainer.Key),
                trainer.Reason.Length > 0 ? $"{trainer.State}: {trainer.Reason}" : trainer.State.ToString(),
                Figures.Count(trainer.Round),
                Figures.Count(trainer.StepInRound),
                Figures.Count(trainer.Steps),
                Figures.Rate(trainer.ImagesPerSecond),
                TensorShare(trainer),
                Figures.Count(trainer.SkippedSteps));
        }

        return table.Drawn;
    }

    // A table of its own: together the columns would be too wide for a screen of 80.
    private static Table Losses(RunStatus status)
    {
        var table = new ResultTable().Text("Trainer").Number("Loss", "Supervised", "Unsup.", "Contrast", "Coverage", "Rate");
        foreach (var trainer in status.Trainers)
        {
            table.Row(
                WithoutRun(trainer.Key),
                Figures.Short(trainer.Losses?.Total),
                Figures.Short(trainer.Losses?.Supervised),
                Figures.Short(trainer.Losses?.Unsupervised),
                Figures.Short(trainer.Losses?.Contrastive),
                Figures.Short(trainer.Losses?.Coverage),
                Figures.Short(trainer.Losses?.LearningRate));
        }

        return table.Drawn;
    }

    private static string TensorShare(TrainerStatus trainer) =>
        Figures.Percent(trainer.WallSeconds > 0 ? 100 * trainer.TensorSeconds / trainer.WallSeconds : double.NaN);

    private static string WithoutRun(string key) => key.StartsWith(PrclNames.RunOf(key) + "/", StringComparison.Ordinal)
        ? key[(PrclNames.RunOf(key).Length + 1)..]
        : key;

    private static string Pairs(Dictionary<string, long> counts) => Printable.Of(string.Join(
        ", ",
        counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
}
