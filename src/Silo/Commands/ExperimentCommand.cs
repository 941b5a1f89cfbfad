using System.CommandLine;
using System.Globalization;
using Prcl.Grains.Devices;
using Prcl.Learning.Pictures;
using Prcl.Learning.Training;
using Prcl.Silo.Experiments;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Reports;
using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Experiments.Trials;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo experiment</c>: arms and seeds side by side under one protocol, with a table of results.</summary>
internal static class ExperimentCommand
{
    public static Command Create()
    {
        var command = new Command("experiment", ExperimentOptions.Help);
        foreach (var option in ExperimentOptions.All)
        {
            command.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(ExperimentOptions.Report) is { } folder)
        {
            Console.WriteLine(ExperimentReport.Write(folder.FullName, result.GetValue(ExperimentOptions.Baseline)));
            return 0;
        }

        var request = ExperimentOptions.Read(result);
        if (result.GetValue(ExperimentOptions.One) is { } one)
        {
            return RunOne(request, one, cancellationToken);
        }

        // What is wrong with data and settings is told now, not by each trial.
        foreach (var note in FrameSet.Open(request.Protocol, request.Data, request.Evaluate).Notes)
        {
            await Console.Error.WriteLineAsync(note);
        }

        TrialPlan[] plans = [.. ArmSpec.ParseAll(request.Arms).Select(arm => request.Plan(arm, request.Seeds[0]))];
        Directory.CreateDirectory(request.Out);
        using var progress = new ExperimentProgress(Console.Error, TimeProvider.System);
        var failed = await new Experiment(request, ExperimentOptions.Parallelism(result, request), progress).Run(TrialProcess.Run, cancellationToken);
        SettingsFile.Write(request.Out, plans, request.Device);
        Console.WriteLine(ExperimentReport.Write(request.Out, request.Baseline));
        return failed > 0 ? 1 : 0;
    }

    // In a process of its own, started by the above.
    private static int RunOne(ExperimentRequest request, string one, CancellationToken cancellationToken)
    {
        var colon = one.IndexOf(':', StringComparison.Ordinal);
        var (seed, arm) = (long.Parse(one[..colon], CultureInfo.InvariantCulture), ArmSpec.Parse(one[(colon + 1)..]));
        var frames = FrameSet.Open(request.Protocol, request.Data, request.Evaluate);
        var trial = new Trial(request.Plan(arm, seed), frames, DeviceThreads.Device(request.Device), request.Evaluation, TimeProvider.System);
        try
        {
            var outcome = TrialProcess.RunHere(trial, Console.Out, Console.In, cancellationToken);
            if (outcome.Pictures is { } pictures)
            {
                var folder = Directory.CreateDirectory(Path.Combine(request.Out, "frames"));
                File.WriteAllBytes(Path.Combine(folder.FullName, $"{arm.Name}-{seed}.png"), PngEncoder.Encode(pictures));
            }

            return 0;
        }
        catch (TrainingDivergedException diverged)
        {
            throw new HostException(diverged.Message, diverged);
        }
    }
}
