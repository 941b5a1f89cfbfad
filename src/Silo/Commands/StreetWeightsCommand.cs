using System.CommandLine;
using System.Globalization;
using Prcl.Learning.Batches;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Metrics;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using Prcl.Learning.Weights;
using Prcl.Silo.Demo;
using TorchSharp;

namespace Prcl.Silo.Commands;

/// <summary>
/// <c>prcl-silo street-weights</c>: learns the weights that the demo begins with, from labels alone, on drawn streets by day that no demo
/// drives through.
/// </summary>
internal static class StreetWeightsCommand
{
    /// <summary>The first of the streets' seeds.</summary>
    public const long FirstSeed = 7_000_000;

    private const int Streets = 16;
    private const int FramesOfStreet = 16;
    private const int FramesApart = 11;
    private const int MeasuredFrames = 12;
    private const int Every = 25;

    private static readonly Option<long> Steps = new("--steps") { Description = "Steps to make.", DefaultValueFactory = _ => 500 };
    private static readonly Option<FileInfo> Output = new("--output") { Description = "Safetensors file to write.", Required = true };

    public static Command Create()
    {
        var command = new Command("street-weights", $"Learn the weights 'street' of the demo anew: from labels alone, on {Streets} drawn streets by day.\n\nExample: prcl-silo street-weights --set weights=mobilenet_v2.safetensors --output src/Silo/weights/street.safetensors")
        {
            Steps, Output, RunSettings.File, RunSettings.Set,
        };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellationToken)
    {
        var steps = result.GetValue(Steps);
        var settings = RunSettings.Read(
            result,
            DemoSchedule.Defaults(isDrawn: true, FirstSeed, weights: null)
                .Concat([new("total-steps", steps.ToString(CultureInfo.InvariantCulture)), new("unsupervised-weight", "0")]));
        TensorThreads.Use(settings.Threads);
        using var learner = RunLearner.Create(settings, SceneClasses.List.Count, torch.CPU);
        var loader = new BatchLoader<Lazy<Scene>>(settings, SceneSource.Ignore, scene => (scene.Value.Image, scene.Value.Labels), scene => scene.Value.Image);
        var loop = new BareLoop<Lazy<Scene>>(learner, loader, [.. Enumerable.Range(0, Streets).SelectMany(Street)], [], offline: false);
        foreach (var made in loop.Run(steps, cancellationToken))
        {
            if (learner.Steps % Every == 0 || learner.Steps == steps)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {learner.Steps,5}  L {made.Total:F4}  L_s {made.Supervised:F4}  L_c {made.Contrastive:F4}  lr {made.LearningRate:E2}"));
            }
        }

        Write(learner, settings, result.GetRequiredValue(Output), steps);
        Console.WriteLine($"another street: {string.Join(", ", SceneSource.Lengths.Select(l => Score(learner, settings, l.Domain)))}");
        return 0;
    }

    private static IEnumerable<Lazy<Scene>> Street(int street)
    {
        var scenes = SceneSource.Street(FirstSeed + street);
        return Enumerable.Range(0, FramesOfStreet).Select(frame => new Lazy<Scene>(() => scenes.Draw(SceneDomain.Day, FramesApart * frame)));
    }

    private static void Write(Learner learner, TrainingSettings settings, FileInfo output, long steps)
    {
        var metadata = new Dictionary<string, string>
        {
            ["architecture"] = $"{settings.Backbone}, DeepLabV3+ heads",
            ["classes"] = string.Join(", ", SceneClasses.List.Select(c => c.Name)),
            ["source"] = $"prcl-silo street-weights --steps {steps}, day scenes of seeds {FirstSeed} to {FirstSeed + Streets - 1}",
        };
        if (settings.Weights.Length > 0)
        {
            // Whose work it begins with is to be known wherever it goes.
            foreach (var (key, value) in SafetensorsFile.Read(NamedWeights.Locate(settings.Weights)).Metadata.Where(m => m.Key is "source" or "licence"))
            {
                metadata[$"backbone_began_with_{key}"] = value;
            }
        }

        using var file = output.Create();
        WholeNetwork.Save(learner, file, metadata);
    }

    private static string Score(Learner learner, TrainingSettings settings, SceneDomain domain)
    {
        var (scenes, confusion) = (SceneSource.Street(FirstSeed - 1), new ConfusionMatrix(SceneClasses.List.Count));
        var segmenter = new Segmenter(settings, learner.Teacher, learner.ProbabilityHead, learner.Normalisation);
        foreach (var frame in Enumerable.Range(0, MeasuredFrames))
        {
            var scene = scenes.Draw(domain, FramesApart * frame);
            segmenter.Score(scene.Image, scene.Labels, SceneSource.Ignore, confusion);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{domain} {100 * confusion.MeanIou():F1} ({string.Join(' ', confusion.Iou().Select(v => $"{100 * v:F0}"))})");
    }
}
