using Prcl.Grains.Devices;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// A whole training step in the CPU profile and in the paper's (ResNet-101, 256 channels), the share of it that the contrastive loss has
/// with its sampling and virtual negatives, and what bfloat16 convolutions change; in turns, on all cores or on the device named by <c>--device</c>.
/// </summary>
internal static class StepBenchmark
{
    public static async Task<object> Run(BenchmarkArguments arguments)
    {
        var device = arguments.Text("--device") is { } name ? DeviceThreads.Device(DeviceThreads.Choose([name])[0]) : CPU;
        var cores = device.type == TorchSharp.DeviceType.CPU ? await CoresBenchmark.Run(arguments.Number("--turns", 5), arguments.Number("--seconds", 10)) : null;
        TensorThreads.Use(0);
        var cpu = Compare("cpu profile", TrainingSettings.For(Profile.Cpu), device, rounds: 15);
        var paper = Compare("paper profile, ResNet-101", TrainingSettings.For(Profile.Paper), device, rounds: 3);
        return cores is null
            ? new { cpu, paper }
            : new { cores.TwoThreadsOverOne, cores.TwoProcessesOverOne, cores.TwoThreadsOverTwoProcesses, cpu, paper };
    }

    private static object Compare(string name, TrainingSettings settings, Device device, int rounds)
    {
        // Every pseudo-label counts and every pixel is hard, so that the contrast inside the step is as large as the one alone.
        var classes = SceneClasses.List.Count;
        settings = settings.Steady() with { WeakThreshold = 0, StrongThreshold = 1, ContrastWeight = 1 };
        using var step = new StepCase(settings, classes, device);
        using var half = new StepCase(settings with { Precision = Precision.Bfloat16 }, classes, device);
        using var contrast = new RepresentationCase(settings, classes, device);
        var milliseconds = Interleaved.Time(rounds, step.Run, half.Run, contrast.Run);
        var (whole, bfloat16) = (Interleaved.Median(milliseconds[0]), Interleaved.Median(milliseconds[1]));
        var share = Interleaved.MedianRatio(milliseconds[2], milliseconds[0]);
        var speedUp = Interleaved.MedianRatio(milliseconds[0], milliseconds[1]);
        Console.WriteLine(
            $"{name}: step {whole:F0} ms; contrast {Interleaved.Median(milliseconds[2]):F1} ms, {share:P1} of it; bfloat16 {bfloat16:F0} ms, {speedUp:F2}×"
            + (Bfloat16.IsFastOn(device.type) ? "" : " (no bfloat16 instructions here: float32)"));
        return new
        {
            stepMilliseconds = whole,
            contrastMilliseconds = Interleaved.Median(milliseconds[2]),
            contrastShare = share,
            bfloat16StepMilliseconds = bfloat16,
            bfloat16SpeedUp = speedUp,
        };
    }

    private sealed class StepCase : IDisposable
    {
        private readonly Learner _learner;
        private readonly TrainingStep _step;
        private readonly StepBatch _batch;
        private readonly PrototypeTable _prototypes;
        private int _steps;

        public StepCase(TrainingSettings settings, int classes, Device device)
        {
            _learner = new Learner(settings, classes, device);
            _step = new TrainingStep(_learner);
            _batch = new SceneFrames(settings.LabelledBatch, settings.UnlabelledBatch + settings.ReplayBatch).Batch(settings);
            _prototypes = new PrototypeTable(classes, settings.Prototypes.HalfLife);
        }

        public void Run() => _step.Run(_batch, _prototypes, new StepPosition(0, _steps++, 0));

        public void Dispose()
        {
            _batch.Dispose();
            _learner.Dispose();
        }
    }
}
