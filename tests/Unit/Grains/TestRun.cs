using System.Globalization;
using System.Text.Json;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Images;
using Prcl.Grains.Rounds;
using Prcl.Learning.Settings;
using Xunit;

namespace Prcl.Unit.Grains;

/// <summary>A run of a <see cref="GrainCluster"/> with its grains at hand.</summary>
internal sealed class TestRun(GrainCluster cluster, string name)
{
    // As small as the network goes: these tests are about actors.
    private static readonly (string, string)[] Tiny =
    [
        ("representation-width", "16"), ("head-width", "16"), ("crop-height", "65"), ("crop-width", "65"), ("working-size", "65"),
        ("labelled-batch", "2"), ("unlabelled-batch", "1"), ("replay-batch", "1"), ("round-steps", "5"), ("exchange-steps", "2"), ("threads", "1"), ("anchors", "8"),
        ("negatives", "16"), ("seed", "7"), ("half-life", "0"), ("unsupervised-begin", "0"), ("unsupervised-ramp", "0"), ("contrast-ramp-end", "0"),
    ];

    public string Name { get; } = name;

    public IRunGrain Grain => cluster.Grains.GetGrain<IRunGrain>(Name);

    public IIngestGrain Ingest => cluster.Grains.GetGrain<IIngestGrain>(Name);

    public IPredictorGrain Predictor => cluster.Grains.GetGrain<IPredictorGrain>(Name);

    public IEvaluatorGrain Evaluator => cluster.Grains.GetGrain<IEvaluatorGrain>(Name);

    public ITrainerGrain Trainer => cluster.Grains.GetGrain<ITrainerGrain>(PrclNames.TrainerKey(Name, cluster.SiloName, "cpu"));

    public static Dictionary<string, string> Settings(params (string Name, string Value)[] settings) => SettingCatalogue.Write(
        SettingCatalogue.Read(Tiny.Concat(settings).Select(s => KeyValuePair.Create(s.Item1, s.Item2)), "test"));

    public static RunRequest Request(params (string Name, string Value)[] settings) => new(Street.Classes.ToJson(), Settings(settings));

    public IImageStreamGrain Stream(int partition = 0) => cluster.Grains.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(Name, partition));

    public IPrototypeGrain Prototype(int classId) => cluster.Grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(Name, classId));

    /// <summary>A committed round's manifest.</summary>
    public async Task<RoundManifest> Manifest(long round) => JsonSerializer.Deserialize<RoundManifest>((await Grain.Manifest(round))!)!;

    /// <summary>What a prototype has committed once it has folded the rounds below one.</summary>
    public async Task<ClassSums?> Committed(int classId, long below)
    {
        await Prototype(classId).CatchUp(below);
        return await Prototype(classId).Committed();
    }

    /// <summary>The run's state once its images are marked as the rounds committed so far tell: that follows a commit.</summary>
    public async Task<RunStatus> Folded()
    {
        await Stream().CatchUp((await Grain.Current()).Round);
        return await Grain.Status();
    }

    /// <summary>Pushes images that must be stored.</summary>
    public async Task Store(params ImagePush[] images)
    {
        foreach (var reply in await Ingest.Push(images))
        {
            Assert.True(reply.Outcome == IngestOutcome.Stored, reply.Message);
        }
    }

    /// <summary>The entry of a pretended image, whose blobs don't exist.</summary>
    public static ImageEntry Entry(int number, string? label = null, ImagePurpose purpose = ImagePurpose.Train) => new(
        Hash(number.ToString(CultureInfo.InvariantCulture)), label is null ? null : Hash(label), $"image-{number}", "day", purpose, 80, 72);

    public static string Hash(string text) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString();

    /// <summary>Waits for a trainer's or the run's state.</summary>
    public Task<RunStatus> Until(Predicate<RunStatus> isRight, double seconds = 60) => Patience.Until(Grain.Status, isRight, seconds);
}
