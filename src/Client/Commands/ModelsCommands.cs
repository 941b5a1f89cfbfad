using System.CommandLine;
using Prcl.Client.Output;
using Prcl.Contracts.Evaluation;

namespace Prcl.Client.Commands;

/// <summary><c>prcl models</c>: lists a run's versions, and rolls serving or training back.</summary>
internal static class ModelsCommands
{
    private const string Newest = "latest";

    public static Command Create(CommandFrame frame)
    {
        var models = frame.Define("models", "List a run's kept model versions", ["prcl models", "prcl models --run street --json"], List, frame.Run, frame.Json);
        models.Add(Serve(frame));
        models.Add(Train(frame));
        return models;
    }

    private static async Task<int> List(CommandCall call)
    {
        var run = await call.Run();
        var client = await call.Connect();
        var measured = await Measured(client, run.Name, call.Cancellation);
        var models = (await client.Models.List(run.Name, call.Cancellation)).Select(m => ModelDocument.Of(m, measured)).ToArray();
        if (call.Json)
        {
            call.Terminal.Json(models);
            return ExitCode.Done;
        }

        var table = new ResultTable().Number("Version").Text("Aliases").Number("Round", "Epoch", "Images", "mIoU %").Text("");
        foreach (var model in models)
        {
            table.Row(
                Figures.Count(model.Version),
                string.Join(", ", model.Aliases),
                model.Round is { } round ? Figures.Count(round) : "–",
                Figures.Count(model.Epoch),
                Figures.Count(model.ImagesTrained),
                Figures.Percent(model.MeanIou ?? double.NaN),
                model.RolledBackTo is { } version ? $"rolled back to {version}" : "");
        }

        call.Terminal.Show(table.Drawn);
        return ExitCode.Done;
    }

    // Scores are an extra: without a silo that measures there are none.
    private static async Task<EvaluationResult[]> Measured(PrclClient client, string run, CancellationToken cancellation)
    {
        try
        {
            return await client.Evaluation.History(run, cancellation);
        }
        catch (OrleansException)
        {
            return [];
        }
    }

    private static Command Serve(CommandFrame frame)
    {
        var version = Version($"The version to serve: a number, an alias, or \"{Newest}\" to follow the newest again");
        return frame.Define(
            "serve",
            "Let predictors serve a version, until told otherwise",
            ["prcl models serve 12", "prcl models serve best --run street", $"prcl models serve {Newest}"],
            async call =>
            {
                var run = await call.Run();
                var models = (await call.Connect()).Models;
                long? chosen = call.Value(version) == Newest ? null : await models.Find(run.Name, call.Value(version), call.Cancellation);
                await models.Serve(run.Name, chosen, call.Cancellation);
                if (call.Json)
                {
                    call.Terminal.Json(new { run = run.Name, serving = chosen });
                }
                else
                {
                    call.Terminal.Line(chosen is null ? $"run {run.Name}: predictors serve the newest version" : $"run {run.Name}: predictors serve version {chosen}");
                }

                return ExitCode.Done;
            },
            version,
            frame.Run,
            frame.Json);
    }

    private static Command Train(CommandFrame frame)
    {
        var version = Version("The version to go on from: a number or an alias");
        return frame.Define(
            "train",
            "Roll training back: a new epoch begins from a version, its prototypes included; the images stay",
            ["prcl models train 12", "prcl models train best --run street"],
            async call =>
            {
                var run = await call.Run();
                var models = (await call.Connect()).Models;
                var chosen = await models.Find(run.Name, call.Value(version), call.Cancellation);
                var (start, isNew) = await models.RollBack(run.Name, chosen, call.Cancellation);
                if (call.Json)
                {
                    call.Terminal.Json(new { run = run.Name, rolledBackTo = chosen, epoch = start.Epoch, round = start.Round, version = start.Version, training = start.Training });
                    return ExitCode.Done;
                }

                call.Terminal.Line(isNew
                    ? $"run {run.Name}: epoch {start.Epoch} begins from version {chosen}; its copy is version {start.Version}, and round {start.Round} is open"
                    : $"run {run.Name}: epoch {start.Epoch} has begun from version {chosen} already, and round {start.Round} is open");
                if (!start.Training)
                {
                    call.Terminal.Note($"the run is stopped; \"prcl run start {run.Name}\" lets it train");
                }

                return ExitCode.Done;
            },
            version,
            frame.Run,
            frame.Json);
    }

    private static Argument<string> Version(string description) => new("VERSION") { Description = description };
}
