using System.Diagnostics;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Devices;
using Prcl.Grains.Images;
using Prcl.Images.Files;
using Prcl.Learning.Batches;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Images;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>A run that one trainer brought to the end of its schedule, and the same run without actors.</summary>
internal sealed class FinishedRun : IDisposable
{
    private FinishedRun(TestRun run) => Run = run;

    public TestRun Run { get; }

    public RunStatus Status { get; private set; } = null!;

    public TrainerStatus Trainer { get; private set; } = null!;

    /// <summary>How long each question for the trainer's status took while it trained.</summary>
    public List<TimeSpan> Answers { get; } = [];

    /// <summary>The newest version's checkpoint.</summary>
    public NamedTensors Model { get; private set; } = null!;

    /// <summary>What the bare loop's learner is in the end.</summary>
    public NamedTensors Bare { get; private set; } = null!;

    /// <summary>The bare loop's prototypes, all rounds committed.</summary>
    public PrototypeSums?[] BarePrototypes { get; private set; } = [];

    public static async Task<FinishedRun> Make(GrainCluster cluster, int steps, params (string, string)[] settings)
    {
        var run = await cluster.Create([.. settings, ("schedule", "polynomial"), ("total-steps", $"{steps}"), ("replay-budget", "1000000"), ("keep-versions", "100000")]);
        await run.Store([.. Enumerable.Range(0, 4).Select(Street.Labelled), .. Enumerable.Range(4, 60).Select(Street.Unlabelled)]);
        var finished = new FinishedRun(run);
        await finished.Train();
        finished.Model = await cluster.Models.Read((await run.Grain.Model("latest"))!.Blob);
        await finished.RunBare(cluster, steps);
        return finished;
    }

    public void Dispose()
    {
        Model?.Dispose();
        Bare?.Dispose();
    }

    private async Task Train()
    {
        await Run.Trainer.Start();
        while ((Trainer = await Ask()) is { State: not (TrainerState.Idle or TrainerState.Failed) } || Trainer.Steps == 0 && Trainer.State != TrainerState.Failed)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.True(Trainer.State == TrainerState.Idle, Trainer.Reason);
        await Run.Until(s => s.Phase == RunPhase.Idle);
        Status = await Run.Folded();
        await Run.Trainer.Drain();
    }

    private async Task<TrainerStatus> Ask()
    {
        var start = Stopwatch.GetTimestamp();
        var status = await Run.Trainer.Status();
        if (status.State == TrainerState.Training)
        {
            Answers.Add(Stopwatch.GetElapsedTime(start));
        }

        return status;
    }

    // The same images in the order of the log, the same number of threads.
    private async Task RunBare(GrainCluster cluster, int steps)
    {
        var images = new ImageBlobs(cluster.Storage);
        var stored = await Task.WhenAll((await Run.Stream().List(0, 1000, false)).Select(async i => new Stored(
            i, await images.Load(ContentHash.Parse(i.Sha256)), i.LabelSha256 is null ? null : await images.Load(ContentHash.Parse(i.LabelSha256)))));
        var settings = SettingCatalogue.Read((await Run.Grain.Describe())!.Settings, "test");
        using var device = new DeviceThread("bare", 1);
        await device.Run(() =>
        {
            using var learner = new Learner(settings, Street.Classes.Count, torch.CPU);
            var loader = new BatchLoader<Stored>(settings, Street.Classes.Ignore, s => (s.Pixels, LabelPng.Read(s.Label, ImageLimits.Default).Labels!), s => s.Pixels);
            var loop = new BareLoop<Stored>(learner, loader, [.. stored.Where(s => s.Label is not null)], [.. stored.Where(s => s.Label is null)], offline: false);
            Assert.Equal(steps, loop.Run(steps, TestContext.Current.CancellationToken).Count());
            loop.Prototypes.CommitRound();
            Bare = LearnerState.Capture(learner);
            BarePrototypes = [.. Enumerable.Range(0, Street.Classes.Count).Select(k => loop.Prototypes[k])];
        });
    }

    private sealed record Stored(ImageInfo Info, byte[] Image, byte[]? Label)
    {
        public RgbImage Pixels => ImageDecoder.Decode(Image, ImageLimits.Default).Image!;
    }
}
