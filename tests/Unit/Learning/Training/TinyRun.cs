using Prcl.Images.Files;
using Prcl.Learning.Augmentation;
using Prcl.Learning.Batches;
using Prcl.Learning.Contrast;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Learning.Variances;
using TorchSharp;

namespace Prcl.Unit.Learning.Training;

/// <summary>Runs small enough for tests: a narrow network with random weights on made-up images of coloured bands.</summary>
internal static class TinyRun
{
    public const int Classes = 5, Side = 65;

    /// <summary>Thresholds let the unsure teacher of a first step give pseudo-labels that count.</summary>
    public static TrainingSettings Settings { get; } = new()
    {
        HeadWidth = 16,
        RepresentationWidth = 8,
        CropHeight = Side,
        CropWidth = Side,
        Frames = new FrameSettings { WorkingSize = Side },
        LabelledBatch = 2,
        UnlabelledBatch = 1,
        ReplayBatch = 1,
        Anchors = 16,
        Negatives = 16,
        WarmupSteps = 0,
        UnsupervisedThreshold = 0.3,
        StrongThreshold = 0.8,
        WeakThreshold = 0.25,
        RoundSteps = 4,
        ContrastRampBegin = 0,
        ContrastRampEnd = 0,
        SelfTraining = new() { UnsupervisedBegin = 0, UnsupervisedRamp = 0 },
    };

    /// <summary>The same with the published choices in place of the defaults.</summary>
    public static TrainingSettings Published { get; } = Settings with
    {
        Mixing = Mixing.ClassMix,
        Temperature = 0.5,
        VirtualSpread = VirtualSpread.Unit,
        Prototypes = PrototypeSettings.Paper,
        Score = ScoreSettings.Paper,
        Variance = VarianceSettings.Paper,
        SelfTraining = SelfTrainingSettings.Paper,
    };

    /// <summary>A learner on the CPU.</summary>
    public static Learner Learner(TrainingSettings? settings = null) => new(settings ?? Settings, Classes, torch.CPU);

    /// <summary>An image of vertical bands, one class each, and its label, whose last band is ignored (255).</summary>
    public static (RgbImage Image, LabelMap Label) Scene(int seed, int width = 80, int height = 72)
    {
        var random = RandomKey.FromSeed(seed).With(Purpose.Scenes).ToRandom();
        var shift = random.Next(width);
        var (pixels, ids) = (new byte[width * height * 3], new ushort[width * height]);
        for (var i = 0; i < ids.Length; i++)
        {
            var band = (i % width + shift) % width * (Classes + 1) / width;
            ids[i] = (ushort)(band == Classes ? 255 : band);
            for (var c = 0; c < 3; c++)
            {
                pixels[3 * i + c] = (byte)((band + 1) * (c + 2) * 37 % 200 + random.Next(50));
            }
        }

        return (new RgbImage(width, height, pixels), new LabelMap(width, height, ids));
    }

    /// <summary>A loader of scenes by number.</summary>
    public static BatchLoader<int> Loader(TrainingSettings settings) => new(settings, 255, i => Scene(i), i => Scene(i).Image);

    /// <summary>One batch; it belongs to the caller.</summary>
    public static StepBatch Batch(TrainingSettings settings, int labelled = 2, int unlabelled = 2) => Loader(settings).Load(
        new BatchPlan<int>([.. Enumerable.Range(0, labelled)], [.. Enumerable.Range(100, unlabelled)], []),
        default);

    /// <summary>Makes steps on one batch.</summary>
    public static List<StepResult> Steps(Learner learner, StepBatch batch, PrototypeTable prototypes, int count)
    {
        var step = new TrainingStep(learner);
        return [.. Enumerable.Range(0, count).Select(i => step.Run(batch, prototypes, new StepPosition(0, i, 0)))];
    }

    /// <summary>An empty table that fits.</summary>
    public static PrototypeTable Table(TrainingSettings settings) => new(Classes, settings.Prototypes.HalfLife);

    /// <summary>The learner's state, byte for byte.</summary>
    public static byte[] Bytes(Learner learner)
    {
        using var state = LearnerState.Capture(learner);
        using var stream = new MemoryStream();
        state.Save(stream);
        return stream.ToArray();
    }

    /// <summary>The state's tensors whose names begin like this, byte for byte.</summary>
    public static Dictionary<string, byte[]> Tensors(Learner learner, string prefix)
    {
        using var state = LearnerState.Capture(learner);
        return state.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(name => name, name => state[name].bytes.ToArray());
    }

    /// <summary>The batch with one pixel of the labelled or of the unlabelled images that isn't a number.</summary>
    public static StepBatch Spoilt(StepBatch batch, bool labelled)
    {
        var images = batch.Labelled.Images.clone();
        var unlabelled = batch.Unlabelled.Select(image => image.clone()).ToArray();
        if (labelled)
        {
            images[0, 1, 5, 6] = torch.tensor(float.NaN);
        }
        else
        {
            unlabelled[0].fill_(float.NaN);
        }

        return new StepBatch(new AugmentedBatch(images, batch.Labelled.Labels.clone(), null), unlabelled);
    }
}
