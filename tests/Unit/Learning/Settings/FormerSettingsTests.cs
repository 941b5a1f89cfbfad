using Prcl.Learning.Contrast;
using Prcl.Learning.Prototypes;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Settings;
using Prcl.Learning.Variances;
using Xunit;

namespace Prcl.Unit.Learning.Settings;

public sealed class FormerSettingsTests
{
    [Theory]
    [InlineData("193", "257", 257)]
    [InlineData("257", "193", 257)]
    [InlineData("0", "0", 0)]
    [InlineData("20", "30", 33)]
    public void The_inference_size_of_an_earlier_run_becomes_its_working_size(string height, string width, int expected)
    {
        var renewed = FormerSettings.Renew(new Dictionary<string, string> { ["inference-height"] = height, ["inference-width"] = width, ["anchors"] = "7" });

        var settings = SettingCatalogue.Read(renewed, "test");
        Assert.Equal((expected, 7), (settings.Frames.WorkingSize, settings.Anchors));
    }

    [Fact]
    public void An_earlier_run_goes_on_by_the_method_that_it_began_with()
    {
        var renewed = FormerSettings.Renew(new Dictionary<string, string> { ["inference-height"] = "193", ["prototype-means"] = "raw", ["variance-floor"] = "0.1" });

        var settings = SettingCatalogue.Read(renewed, "test");
        Assert.Equal((ScoreSettings.Paper, SelfTrainingSettings.Paper), (settings.Score, settings.SelfTraining));
        Assert.Equal(VarianceSettings.Paper with { VarianceFloor = 0.1 }, settings.Variance);
        Assert.Equal((PrototypeEvidence.Valid, PrototypeMeans.Raw), (settings.Prototypes.PrototypeEvidence, settings.Prototypes.PrototypeMeans));
    }

    [Fact]
    public void Today_s_settings_stay_as_they_are()
    {
        var written = SettingCatalogue.Write(new TrainingSettings());

        Assert.Equal(written, FormerSettings.Renew(written));
        Assert.Empty(FormerSettings.Renew(new Dictionary<string, string>()));
    }
}
