using Prcl.Images.Files;
using Prcl.Learning.Batches;
using Prcl.Learning.Images;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;

namespace Prcl.Benchmarks;

/// <summary>Labelled and unlabelled scenes as files in memory, and what loads them the way a silo does: decoding JPEG and PNG each time.</summary>
/// <param name="labelled">How many have a label.</param>
/// <param name="unlabelled">How many have none.</param>
internal sealed class SceneFrames(int labelled, int unlabelled)
{
    private const int Width = 240;
    private const int Height = 176;

    /// <summary>Images with a label, then those without.</summary>
    public IReadOnlyList<(byte[] Image, byte[]? Label)> Files { get; } =
    [
        .. Enumerable.Range(0, labelled + unlabelled).Select(frame =>
        {
            var scene = new StreetScenes(0, Width, Height).Draw(SceneDomain.Day, frame);
            return (SceneImages.Jpeg(scene.Image), frame < labelled ? LabelPng.Write(scene.Labels) : null);
        }),
    ];

    /// <summary>A bare loop over them, all unlabelled ones replayable from the start.</summary>
    public BareLoop<int> Loop(Learner learner) =>
        new(learner, Loader(learner.Settings), [.. Enumerable.Range(0, labelled)], [.. Enumerable.Range(labelled, unlabelled)], offline: true);

    /// <summary>One batch of the settings' sizes.</summary>
    public StepBatch Batch(TrainingSettings settings) => Loader(settings).Load(
        new BatchPlan<int>([.. Enumerable.Range(0, settings.LabelledBatch)], [.. Enumerable.Range(labelled, settings.UnlabelledBatch + settings.ReplayBatch)], []),
        default);

    private BatchLoader<int> Loader(TrainingSettings settings) => new(
        settings,
        255,
        i => (Image(i), LabelPng.Read(Files[i].Label!, ImageLimits.Default).Labels!),
        Image);

    private RgbImage Image(int i) => ImageDecoder.Decode(Files[i].Image, ImageLimits.Default).Image!;
}
