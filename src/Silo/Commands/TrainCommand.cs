using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Prcl.Grains.Devices;
using Prcl.Images.Datasets;
using Prcl.Learning.Batches;
using Prcl.Learning.Datasets;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Frames;
using Prcl.Learning.Metrics;
using Prcl.Learning.Networks;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using Prcl.Silo.Experiments.Arms;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo train</c>: the bare loop on a folder of domains, without actors.</summary>
internal static class TrainCommand
{
    private static readonly Option<DirectoryInfo> Data = new("--data") { Description = "Folder of domains with classes.json.", Required = true };
    private static readonly Option<string> Arm = new Option<string>("--arm")
    {
        Description = "How it learns: labels only, textbook self-training, or the method with its defaults.",
        DefaultValueFactory = _ => "prcl",
    }.AcceptOnlyFromAmong("supervised", "teacher-student", "prcl");
    private static readonly Option<long> Steps = new("--steps") { Description = "Steps to make.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<string[]> Domains = new("--domains") { Description = "Domains, in the order of the stream.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Streamed = new("--stream") { Description = "Let unlabelled images arrive in order instead of drawing from all of them." };
    private static readonly Option<FileInfo> Output = new("--output") { Description = "Safetensors file that the learned state is written to: student, teacher, probability head, momentum, prototypes." };
    private static readonly Option<int> Every = new("--every") { Description = "Steps between two lines of output.", DefaultValueFactory = _ => 50 };

    private static readonly Option<string> Device = DeviceOption.Create();

    public static Command Create()
    {
        var command = new Command("train", "Train without actors on a folder of domains: the reference loop.\n\nExample: prcl-silo train --data camvid --arm prcl --steps 1000 --set backbone=resnet18 --set weights=resnet18")
        {
            Data, Arm, Steps, Domains, Streamed, Every, Output, Device, RunSettings.File, RunSettings.Set,
        };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellationToken)
    {
        var steps = result.GetValue(Steps);
        var settings = RunSettings.Read(
            result,
            [
                new("schedule", "polynomial"),
                new("total-steps", steps.ToString(CultureInfo.InvariantCulture)),
                .. ArmTable.Find(result.GetRequiredValue(Arm))!.Settings,
            ]);
        TensorThreads.Use(settings.Threads);
        var names = result.GetValue(Domains);
        var domains = DomainSet.Open(result.GetRequiredValue(Data).FullName, names is { Length: > 0 } ? names : null);
        var split = StreamSplit.Of(domains);
        using var learner = RunLearner.Create(settings, domains.Classes.Count, DeviceThreads.Device(DeviceOption.Known(result.GetRequiredValue(Device))));
        var loader = new BatchLoader<FrameOf>(settings, domains.Classes.Ignore, f => f.Domain.LoadPair(f.Item), f => f.Domain.LoadImage(f.Item));
        var labelled = split.Domains.SelectMany(d => d.Labelled.Select(i => new FrameOf(d.Domain, i))).ToArray();
        var stream = split.Domains.SelectMany(d => d.Streamed.Except(d.Labelled).Select(i => new FrameOf(d.Domain, i))).ToArray();
        var loop = new BareLoop<FrameOf>(learner, loader, labelled, stream, offline: !result.GetValue(Streamed));

        Console.WriteLine($"{domains.LabelCount}; {labelled.Length} labelled, {stream.Length} unlabelled to learn from; {(learner.Weights is { } w ? $"{w.Matched} tensors of the backbone from {settings.Weights}" : "random weights")}");
        foreach (var note in domains.Notes.Concat(split.Domains.Select(d => Unsuited(settings, d)).OfType<string>().Distinct()))
        {
            Console.WriteLine("note: " + note);
        }

        if (settings.Precision == Precision.Bfloat16 && !Bfloat16.IsFastOn(learner.Device.type))
        {
            Console.WriteLine("precision is float32: this processor has no instructions for bfloat16");
        }

        var clock = Stopwatch.StartNew();
        var every = result.GetValue(Every);
        foreach (var made in loop.Run(steps, cancellationToken))
        {
            if (learner.Steps % every == 0 || learner.Steps == steps)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {learner.Steps,5}  L {made.Total:F4}  L_s {made.Supervised:F4}  L_u {made.Unsupervised:F4}  L_c {made.Contrastive:F4}  coverage {made.Coverage:P1}  lr {made.LearningRate:E2}  {clock.Elapsed.TotalSeconds / learner.Steps:F3} s/step"));
            }
        }

        if (result.GetValue(Output) is { } output)
        {
            using var state = loop.Capture();
            using var file = output.Create();
            state.Save(file);
        }

        foreach (var (who, network) in new[] { ("teacher", learner.Teacher), ("student", learner.Student) })
        {
            var segmenter = new Segmenter(settings, network, learner.ProbabilityHead, learner.Normalisation);
            var scores = split.Domains.Select(d => (d.Domain.Name, Score: MeanIou(segmenter, d, domains.Classes))).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{who}: {string.Join(" / ", scores.Select(s => $"{s.Name} {100 * s.Score:F1}"))}, mean {100 * scores.Average(s => s.Score):F1} mIoU after {learner.Steps} steps, {clock.Elapsed.TotalSeconds:F0} s"));
        }

        return 0;
    }

    // Images of a domain are taken to have one size.
    private static string? Unsuited(TrainingSettings settings, DomainSplit split)
    {
        var image = split.Domain.LoadImage(split.Streamed[0]);
        return CropFit.Fault(settings, image.Width, image.Height);
    }

    private static double MeanIou(Segmenter segmenter, DomainSplit split, ClassList classes)
    {
        var confusion = new ConfusionMatrix(classes.Count);
        foreach (var item in split.Evaluation)
        {
            var (image, label) = split.Domain.LoadPair(item);
            segmenter.Score(image, label, classes.Ignore, confusion);
        }

        return confusion.MeanIou();
    }

    private sealed record FrameOf(FolderDataset Domain, DatasetItem Item);
}
