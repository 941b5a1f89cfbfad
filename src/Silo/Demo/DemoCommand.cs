using System.CommandLine;
using Prcl.Contracts.Runs;
using Prcl.Grains.Devices;
using Prcl.Learning.Settings;
using Prcl.Learning.Weights;
using Prcl.Silo.Commands;
using Prcl.Silo.Hosting;
using Prcl.Silo.Reports;
using Spectre.Console;

namespace Prcl.Silo.Demo;

/// <summary><c>prcl-silo demo</c>: a cluster, a stream and a report in a few minutes.</summary>
internal static class DemoCommand
{
    private const int Interrupted = 130;
    private static readonly TimeSpan CalibrationPatience = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var command = new Command("demo", "Learn from a stream of images in an embedded cluster, live, and leave a report with pictures.\n\nExamples:\n  prcl-silo demo\n  prcl-silo demo --data camvid --weights mobilenet_v2.safetensors --minutes 15");
        foreach (var option in DemoOptions.All)
        {
            command.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult result, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var memory = new MemorySampler(time);
        using var report = ReportFolder.Open(result.GetRequiredValue(DemoOptions.Report));
        if (result.GetValue(DemoOptions.DataDir) is { } kept)
        {
            EmbeddedCluster.RequireEmpty(kept);
        }

        var settings = Read(result, []);
        var data = result.GetValue(DemoOptions.Data);
        var plan = data is null
            ? SceneSource.Draw(settings.Seed, SceneSource.Lengths, cancellationToken)
            : FolderSource.Open(data.FullName, result.GetValue(DemoOptions.Domains) is { Length: > 0 } names ? names : null);
        DemoDomain[] extra = [.. (result.GetValue(DemoOptions.Evaluate) ?? []).Select(d => FolderSource.OpenEvaluation(d.FullName, plan.Classes))];
        var isScreen = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;
        IProgressView view = isScreen ? new LiveView(AnsiConsole.Console, plan, time) : new PlainView(Console.Out, time);
        view.Say($"{plan.Description}: {plan.Classes.Count} classes; {plan.Labelled.Count} labelled, {plan.Streamed.Count} unlabelled, {plan.Evaluation.Count} evaluation frames in {string.Join(", ", plan.Domains.Select(d => d.Name))}");
        foreach (var note in plan.Notes)
        {
            view.Say(note);
        }

        DemoRecord record;
        await using (var cluster = await EmbeddedCluster.Start(result.GetValue(DemoOptions.DataDir), settings.Weights, settings.Threads, isScreen, cancellationToken))
        {
            settings = await Schedule(result, settings, plan, cluster.Devices, view, cancellationToken);
            record = new DemoRecord { Duration = Duration(result), TotalSteps = settings.Schedule == Learning.Settings.Schedule.Polynomial ? settings.TotalSteps : long.MaxValue };
            record.Notes.AddRange(plan.Notes);
            var request = new RunRequest(plan.Classes.ToJson(), SettingCatalogue.Write(settings));
            var session = new DemoSession(cluster.Grains, plan, request, record, time);
            await session.Prepare(cancellationToken);
            await new DemoCourse(session, new DemoFinish(cluster.Grains, plan, record), record, view).Run(extra, cancellationToken);
        }

        if (record.Steps == 0)
        {
            // An earlier report is worth more than one of nothing.
            cancellationToken.ThrowIfCancellationRequested();
            throw new HostException($"The demo made no step: {record.Failure}");
        }

        var summary = SummaryBuilder.Build(record, plan, SettingCatalogue.Write(settings), (memory.Points, memory.Peak));
        ReportWriter.Write(report, record, plan, summary);
        report.Publish();
        view.Say($"mIoU: {string.Join(", ", summary.Domains.Concat(summary.Extra).Select(ProgressText.Score))}");
        view.Say($"report: {Path.Combine(report.FullPath, ReportFolder.PageFile)}");
        return cancellationToken.IsCancellationRequested ? Interrupted
            : record.Failure is null ? 0
            : throw new HostException($"The report holds what there was, but {record.Failure}");
    }

    private static string? Weights(ParseResult result) => result.GetValue(DemoOptions.Weights) switch
    {
        { } weights => NamedWeights.IsName(weights) ? weights : Path.GetFullPath(weights),
        null => result.GetValue(DemoOptions.Data) is null ? SceneSource.Weights : null,
    };

    private static TimeSpan Duration(ParseResult result) => TimeSpan.FromMinutes(result.GetValue(DemoOptions.Minutes));

    private static TrainingSettings Read(ParseResult result, IEnumerable<KeyValuePair<string, string>> measured) => RunSettings.Read(
        result,
        DemoSchedule.Defaults(result.GetValue(DemoOptions.Data) is null, result.GetValue(DemoOptions.Seed), Weights(result)).Concat(measured));

    private static async Task<TrainingSettings> Schedule(
        ParseResult result, TrainingSettings settings, DemoPlan plan, DeviceThreads devices, IProgressView view, CancellationToken cancellationToken)
    {
        view.Say("measuring this machine …");
        var device = DeviceThreads.Available()[0];
        var times = await Calibration.Measure(settings, plan, devices.Of(device), DeviceThreads.Device(device), CalibrationPatience, cancellationToken);
        var schedule = DemoSchedule.For(times, Duration(result), plan, settings.UnlabelledBatch + settings.ReplayBatch, settings.Weights == SceneSource.Weights);
        var measured = schedule.Settings();
        if (settings.UnlabelledBatch != new TrainingSettings().UnlabelledBatch || settings.ReplayBatch != new TrainingSettings().ReplayBatch)
        {
            // A person has chosen how new and replayed images are mixed.
            measured = measured.Where(s => s.Key is not ("unlabelled-batch" or "replay-batch"));
        }

        settings = Read(result, measured);
        view.Say($"{times.SecondsPerStep:0.000} s a step (median of {times.StepsTimed}), {times.SecondsPerEvaluation:0.000} s an evaluation image: {settings.TotalSteps} steps in {Duration(result).TotalMinutes:0.##} minutes, rounds of {settings.RoundSteps}");
        return settings;
    }
}
