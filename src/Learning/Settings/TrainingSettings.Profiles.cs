using Prcl.Learning.Augmentation;
using Prcl.Learning.Contrast;
using Prcl.Learning.Frames;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Variances;

namespace Prcl.Learning.Settings;

/// <content>Settings that go together.</content>
public sealed partial record TrainingSettings
{
    /// <summary>The defaults of a profile.</summary>
    public static TrainingSettings For(Profile profile) => profile switch
    {
        Profile.Paper => new TrainingSettings
        {
            Profile = Profile.Paper,
            Backbone = Backbone.ResNet101,
            RepresentationWidth = 256,
            HeadWidth = 256,
            Anchors = 256,
            Negatives = 512,
            NegativeSharing = NegativeSharing.Anchor,
            ContrastWeight = 1,
            CropHeight = 321,
            CropWidth = 321,
            Frames = FrameSettings.Paper,
            LearningRate = 3.2e-3,
            HeadLearningRate = 5e-5,
            Temperature = 0.5,
            StrongThreshold = 0.8,
            UnsupervisedThreshold = 0.97,
            ContrastRampBegin = 0,
            ContrastRampEnd = 0,
            Mixing = Mixing.ClassMix,
            VirtualSpread = VirtualSpread.Unit,
            Prototypes = PrototypeSettings.Paper,
            Score = ScoreSettings.Paper,
            Variance = VarianceSettings.Paper,
            SelfTraining = SelfTrainingSettings.Paper,
        },
        _ => new TrainingSettings(),
    };

    /// <summary>The same past burn-in and ramps: every part of a step at work from the first one, as benchmarks and calibrations need it.</summary>
    public TrainingSettings Steady() => this with
    {
        ContrastRampBegin = 0,
        ContrastRampEnd = 0,
        SelfTraining = SelfTraining with { UnsupervisedBegin = 0, UnsupervisedRamp = 0 },
    };
}
