using Prcl.Learning.Networks;
using Prcl.Learning.Settings;
using Xunit;

namespace Prcl.Unit.Learning.Settings;

public sealed class TrainingSettingsTests
{
    [Fact]
    public void The_paper_s_profile_is_the_published_configuration()
    {
        var settings = TrainingSettings.For(Profile.Paper);

        Assert.Equal((Backbone.ResNet101, 256, 256, 256, 512), (settings.Backbone, settings.RepresentationWidth, settings.HeadWidth, settings.Anchors, settings.Negatives));
        Assert.Equal((3.2e-3, 5e-5, 0.9, 5e-4), (settings.LearningRate, settings.HeadLearningRate, settings.Momentum, settings.WeightDecay));
        Assert.Equal((0.97, 0.7, 0.8, 0.99), (settings.UnsupervisedThreshold, settings.WeakThreshold, settings.StrongThreshold, settings.TeacherDecay));
        var network = settings.Network(21);
        Assert.Equal((21, 256, false), (network.Classes, network.HeadWidth, network.SeparableHeads));
        Assert.Equal([6, 12, 18], network.AsppRates);
    }

    [Fact]
    public void The_cpu_profile_is_the_narrow_network()
    {
        var network = new TrainingSettings().Network(11);

        Assert.Equal((Backbone.MobileNetV2, 128, 64, true), (network.Backbone, network.HeadWidth, network.RepresentationWidth, network.SeparableHeads));
        Assert.Equal([3, 6, 9], network.AsppRates);
    }

    [Theory]
    [InlineData(Profile.Cpu)]
    [InlineData(Profile.Paper)]
    public void Every_profile_describes_a_valid_network_and_augmentation(Profile profile)
    {
        var settings = TrainingSettings.For(profile);

        settings.Network(21).Validate();
        (settings with { OutputStride = 8, HeadWidth = 16, RepresentationWidth = 4 }).Network(2).Validate();
        var augmentation = settings.Augmentation().Validate();
        Assert.Equal((settings.CropHeight, settings.CropWidth, settings.Mixing), (augmentation.CropHeight, augmentation.CropWidth, augmentation.Mix));
    }
}
