using Prcl.Learning.Alarms;
using Prcl.Learning.Augmentation;
using Prcl.Learning.Contrast;
using Prcl.Learning.Frames;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Style;
using Prcl.Learning.Uncertainty;
using Prcl.Learning.Variances;

namespace Prcl.Learning.Settings;

/// <summary>
/// Everything that a run's learning depends on, with unit, range and default in this one place. Immutable; read by name
/// through <see cref="SettingCatalogue"/>.
/// </summary>
public sealed partial record TrainingSettings
{
    /// <summary>Network size and the defaults that go with it.</summary>
    [Setting("Network size and the defaults that go with it")]
    public Profile Profile { get; init; } = Profile.Cpu;

    /// <summary>Backbone network.</summary>
    [Setting("Backbone network")]
    public Backbone Backbone { get; init; } = Backbone.MobileNetV2;

    /// <summary>Output stride of the backbone: 16 or 8.</summary>
    [Setting("Output stride of the backbone: 8 or 16", Unit = "pixels", Minimum = 8, Maximum = 16)]
    public int OutputStride { get; init; } = 16;

    /// <summary>D, dimensions of a representation.</summary>
    [Setting("D, dimensions of a representation", Minimum = 2, Maximum = 4096)]
    public int RepresentationWidth { get; init; } = 64;

    /// <summary>Channels of the atrous pyramid and of the heads.</summary>
    [Setting("Channels of the atrous pyramid and of the heads", Minimum = 8, Maximum = 2048)]
    public int HeadWidth { get; init; } = 128;

    /// <summary>What convolutions compute in; a device without instructions for it stays with float32.</summary>
    [Setting("What convolutions compute in: tensor-float32 keeps 10 bits of mantissa of inputs (GPUs from Ampere on), bfloat16 seven; a device without instructions for it stays with float32")]
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>ImageNet weights of the backbone, a name or a safetensors file (<see cref="Prcl.Learning.Weights.NamedWeights"/>); empty starts from random weights.</summary>
    [Setting("Weights to start from: a name (resnet18) or a safetensors file, of the backbone or of a whole network; a run on a silo: a name, or a file's name in the silo's folder of weights; empty: random weights")]
    public string Weights { get; init; } = "";

    /// <summary>Labelled images a step.</summary>
    [Setting("Labelled images a step", Unit = "images", Minimum = 1, Maximum = 1024)]
    public int LabelledBatch { get; init; } = 4;

    /// <summary>New unlabelled images a step, at most.</summary>
    [Setting("New unlabelled images a step, at most", Unit = "images", Minimum = 0, Maximum = 1024)]
    public int UnlabelledBatch { get; init; } = 2;

    /// <summary>Replayed unlabelled images a step; replay also stands in for new images that haven't come.</summary>
    [Setting("Replayed unlabelled images a step; replay also stands in for new images that haven't come", Unit = "images", Minimum = 0, Maximum = 1024)]
    public int ReplayBatch { get; init; } = 2;

    /// <summary>Image draws allowed for each stored training image before the run idles.</summary>
    [Setting("Image draws allowed for each stored training image before training idles", Unit = "draws an image", Minimum = 1, Maximum = 1e9)]
    public double ReplayBudget { get; init; } = 50;

    /// <summary>Rows of the training crop.</summary>
    [Setting("Rows of the training crop", Unit = "pixels", Minimum = 33, Maximum = 4096)]
    public int CropHeight { get; init; } = 161;

    /// <summary>Columns of the training crop.</summary>
    [Setting("Columns of the training crop", Unit = "pixels", Minimum = 33, Maximum = 4096)]
    public int CropWidth { get; init; } = 225;

    /// <summary>The size at which the run sees images.</summary>
    [SettingGroup]
    public FrameSettings Frames { get; init; } = new();

    /// <summary>Mixing across the unlabelled batch.</summary>
    [Setting("What is mixed into the unlabelled images: parts of labelled ones, or of each other as published")]
    public Mixing Mixing { get; init; } = Mixing.Labelled;

    /// <summary>Weight of L_u; 0 leaves out pseudo-labels.</summary>
    [Setting("Weight of the unsupervised loss L_u; 0: no pseudo-labels", Minimum = 0, Maximum = 1e3)]
    public double UnsupervisedWeight { get; init; } = 1;

    /// <summary>δ_u, confidence that a pseudo-label must reach to count in L_u's weight.</summary>
    [Setting("δ_u, confidence that counts in the weight of L_u", Minimum = 0, Maximum = 1)]
    public double UnsupervisedThreshold { get; init; } = 0.5;

    /// <summary>δ_w, confidence from which a pseudo-labelled pixel is valid for contrast.</summary>
    [Setting("δ_w, confidence from which a pseudo-labelled pixel is valid for contrast", Minimum = 0, Maximum = 1)]
    public double WeakThreshold { get; init; } = 0.7;

    /// <summary>δ_s, student probability below which a valid pixel is hard and may be an anchor.</summary>
    [Setting("δ_s, student probability below which a valid pixel is hard and may be an anchor", Minimum = 0, Maximum = 1)]
    public double StrongThreshold { get; init; } = 1;

    /// <summary>λ_c, weight of the contrastive loss; 0 leaves it out.</summary>
    [Setting("λ_c, weight of the contrastive loss; 0: no contrast", Minimum = 0, Maximum = 1e3)]
    public double ContrastWeight { get; init; } = 0.3;

    /// <summary>Step at which λ_c's ramp begins.</summary>
    [Setting("Step at which the ramp of λ_c begins", Unit = "steps", Minimum = 0, Maximum = 1e9)]
    public long ContrastRampBegin { get; init; }

    /// <summary>Step at which λ_c's ramp ends; not above the begin: constant.</summary>
    [Setting("Step at which the ramp of λ_c ends; not above the begin: constant", Unit = "steps", Minimum = 0, Maximum = 1e9)]
    public long ContrastRampEnd { get; init; } = 60;

    /// <summary>τ, temperature of the contrastive logits.</summary>
    [Setting("τ, temperature of the contrastive logits", Minimum = 1e-4, Maximum = 1e5)]
    public double Temperature { get; init; } = 0.1;

    /// <summary>Q, anchors a class.</summary>
    [Setting("Q, anchors a class", Unit = "pixels", Minimum = 1, Maximum = 65536)]
    public int Anchors { get; init; } = 64;

    /// <summary>N, negatives an anchor (or a class).</summary>
    [Setting("N, negatives", Unit = "pixels", Minimum = 1, Maximum = 65536)]
    public int Negatives { get; init; } = 128;

    /// <summary>Whether N negatives are drawn for each anchor or shared by a class.</summary>
    [Setting("Whether N negatives are drawn for each anchor or shared by the anchors of a class")]
    public NegativeSharing NegativeSharing { get; init; } = NegativeSharing.Class;

    /// <summary>Where the negatives come from that don't depend on what the batch shows.</summary>
    [Setting("Where the V negatives a source class come from: virtual ones from the prototypes, or real ones from a memory bank (for comparison)")]
    public NegativeSource NegativeSource { get; init; } = NegativeSource.Prototypes;

    /// <summary>M, representations a class that a memory bank keeps.</summary>
    [Setting("M, representations a class that a memory bank keeps", Unit = "pixels", Minimum = 1, Maximum = 1e6)]
    public int BankSize { get; init; } = 1024;

    /// <summary>V, virtual (or memory bank's) negatives a source class; 0 leaves them out.</summary>
    [Setting("V, virtual (or memory bank's) negatives a source class; 0: none", Minimum = 0, Maximum = 4096)]
    public int VirtualNegatives { get; init; } = 4;

    /// <summary>r, radius of virtual negatives in units of s.</summary>
    [Setting("r, radius of virtual negatives in units of s", Minimum = 0, Maximum = 1e3)]
    public double VirtualRadius { get; init; } = 1;

    /// <summary>s, the scale of virtual negatives.</summary>
    [Setting("s, the scale of virtual negatives around a prototype")]
    public VirtualSpread VirtualSpread { get; init; } = VirtualSpread.Moments;

    /// <summary>What a representation is.</summary>
    [Setting("What a representation is; deterministic is an ablation")]
    public RepresentationKind Representation { get; init; } = RepresentationKind.Probabilistic;

    /// <summary>What prototypes are made of.</summary>
    [SettingGroup]
    public PrototypeSettings Prototypes { get; init; } = new();

    /// <summary>How the contrastive loss scores an anchor's candidates.</summary>
    [SettingGroup]
    public ScoreSettings Score { get; init; } = new();

    /// <summary>What the variance of a representation is learned from.</summary>
    [SettingGroup]
    public VarianceSettings Variance { get; init; } = new();

    /// <summary>What keeps self-training from learning its own mistakes.</summary>
    [SettingGroup]
    public SelfTrainingSettings SelfTraining { get; init; } = new();

    /// <summary>What is published as the uncertainty of a pixel.</summary>
    [SettingGroup]
    public UncertaintySettings Uncertainty { get; init; } = new();

    /// <summary>Labelled images in the colours of the stream.</summary>
    [SettingGroup]
    public StyleSettings Style { get; init; } = new();

    /// <summary>Learning rate of everything but the probability head.</summary>
    [Setting("Learning rate of everything but the probability head", Minimum = 1e-9, Maximum = 10)]
    public double LearningRate { get; init; } = 0.02;

    /// <summary>The backbone's learning rate as a share of the others'.</summary>
    [Setting("The backbone's learning rate as a share of the others'", Minimum = 0, Maximum = 10)]
    public double BackboneRate { get; init; } = 1;

    /// <summary>Learning rate of the probability head.</summary>
    [Setting("Learning rate of the probability head (sensitive: training diverges when it is too large)", Minimum = 0, Maximum = 10)]
    public double HeadLearningRate { get; init; } = 6e-3;

    /// <summary>Momentum of SGD (Nesterov).</summary>
    [Setting("Momentum of SGD (Nesterov)", Minimum = 0, Maximum = 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay.</summary>
    [Setting("Weight decay", Minimum = 0, Maximum = 1)]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>How the learning rate changes.</summary>
    [Setting("How the learning rate changes")]
    public Schedule Schedule { get; init; } = Schedule.Endless;

    /// <summary>Steps of a polynomial schedule; training ends there.</summary>
    [Setting("Steps of a polynomial schedule; training ends there", Unit = "steps", Minimum = 1, Maximum = 1e9)]
    public long TotalSteps { get; init; } = 1000;

    /// <summary>Power of a polynomial schedule.</summary>
    [Setting("Power of a polynomial schedule", Minimum = 0, Maximum = 10)]
    public double SchedulePower { get; init; } = 0.9;

    /// <summary>Steps of an endless schedule's linear warm-up.</summary>
    [Setting("Steps of an endless schedule's linear warm-up", Unit = "steps", Minimum = 0, Maximum = 1e9)]
    public long WarmupSteps { get; init; } = 50;

    /// <summary>α, the largest decay of the teacher's average.</summary>
    [Setting("α, the largest decay of the teacher's average", Minimum = 0, Maximum = 0.999999)]
    public double TeacherDecay { get; init; } = 0.99;

    /// <summary>H, steps a round.</summary>
    [Setting("H, steps a round", Unit = "steps", Minimum = 1, Maximum = 1e6)]
    public int RoundSteps { get; init; } = 50;

    /// <summary>How several trainers' reports become the next version.</summary>
    [SettingGroup]
    public OuterSettings Outer { get; init; } = new();

    /// <summary>Seed of every random choice.</summary>
    [Setting("Seed of every random choice")]
    public long Seed { get; init; }

    /// <summary>Threads of tensor work; 0: one a core.</summary>
    [Setting("Threads of tensor work of prcl-silo train and demo (a silo has its own --threads); 0: one a core", Unit = "threads", Minimum = 0, Maximum = 1024)]
    public int Threads { get; init; }

    /// <summary>How long a lease lasts unless renewed.</summary>
    [Setting("How long a lease on images and a membership last unless renewed", Unit = "seconds", Minimum = 1, Maximum = 86400)]
    public double LeaseSeconds { get; init; } = 30;

    /// <summary>How long a round waits for its members once the first report is in.</summary>
    [Setting("How long a round waits for its other members once the first report is in", Unit = "seconds", Minimum = 0.1, Maximum = 86400)]
    public double RoundDeadlineSeconds { get; init; } = 60;

    /// <summary>Steps between two exchanges of sums with the prototypes.</summary>
    [Setting("Steps between two exchanges of sums with the prototypes", Unit = "steps", Minimum = 1, Maximum = 1e6)]
    public int ExchangeSteps { get; init; } = 5;

    /// <summary>Partitions of the image log; order is exact within one.</summary>
    [Setting("Partitions of the image log, fixed when the run is created; order is exact within one", Minimum = 1, Maximum = 1024)]
    public int Partitions { get; init; } = 1;

    /// <summary>Least time between two evaluations of published versions; 0: every version.</summary>
    [Setting("Least time between two evaluations of published versions; 0: every version", Unit = "seconds", Minimum = 0, Maximum = 1e9)]
    public double EvaluationSeconds { get; init; } = 120;

    /// <summary>Evaluation images of a domain that the background evaluation looks at, evenly spaced; 0: all.</summary>
    [Setting("Images of a domain that the background evaluation looks at, evenly spaced; 0: all", Unit = "images", Minimum = 0, Maximum = 1e9)]
    public int EvaluationImages { get; init; } = 20;

    /// <summary>From where on a run is said to collapse.</summary>
    [SettingGroup]
    public AlarmSettings Alarms { get; init; } = new();

    /// <summary>What is kept, and for how long.</summary>
    [SettingGroup]
    public RetentionSettings Retention { get; init; } = new();

    /// <summary>The network that these settings describe.</summary>
    /// <param name="classes">K.</param>
    public NetworkOptions Network(int classes)
    {
        var options = Profile == Profile.Paper
            ? NetworkOptions.Paper(classes, Backbone, OutputStride)
            : NetworkOptions.Cpu(classes, Backbone) with { OutputStride = OutputStride };
        return options with { Precision = Precision, RepresentationWidth = RepresentationWidth, HeadWidth = HeadWidth, VarianceFloor = Variance.VarianceFloor };
    }

    /// <summary>The augmentation that these settings describe.</summary>
    public AugmentationOptions Augmentation() => new() { CropHeight = CropHeight, CropWidth = CropWidth, Mix = Mixing };

    /// <summary>The size at which the run sees images.</summary>
    public WorkingSize WorkingSize() => Learning.Frames.WorkingSize.For(Frames.WorkingSize, Backbone);

    /// <summary>What the teacher sees of an unlabelled image: all of it, or of images at their own size no more than a training crop.</summary>
    public TeacherCrop TeacherFrame() =>
        Frames.WorkingSize > 0 ? new TeacherCrop(WorkingSize().Limit, WorkingSize().Limit) : new TeacherCrop(CropHeight, CropWidth);
}
