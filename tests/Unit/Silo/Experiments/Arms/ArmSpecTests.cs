using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Arms;

public sealed class ArmSpecTests
{
    [Fact]
    public void A_name_is_an_arm_of_the_table() => Assert.Same(ArmTable.Find("prcl-vn"), ArmSpec.Parse("prcl-vn"));

    [Fact]
    public void An_arm_of_ones_own_stands_on_top_of_another()
    {
        var arm = ArmSpec.Parse("slow:learning-rate=0.005,momentum=0.8@teacher-student");

        Assert.Equal("slow", arm.Name);
        Assert.Equal(("0.005", "0.8", "image"), (arm.Settings["learning-rate"], arm.Settings["momentum"], arm.Settings["pseudo-label-weighting"]));
    }

    [Fact]
    public void Without_another_it_stands_on_prcl() => Assert.Equal(["temperature"], ArmSpec.Parse("warm:temperature=0.2").Settings.Keys);

    [Fact]
    public void It_keeps_which_images_the_other_gets() => Assert.Equal(ArmFeed.Joint, ArmSpec.Parse("all:temperature=0.2@joint").Feed);

    [Theory]
    [InlineData("supervized", "did you mean 'supervised'")]
    [InlineData("a:learning-rate=1@prkl", "there is no arm 'prkl'")]
    [InlineData("a:learning-rate", "must be setting=value")]
    [InlineData("prcl:learning-rate=1", "must be a new name")]
    [InlineData(":learning-rate=1", "must be a new name")]
    [InlineData("a/b:learning-rate=1", "must be a new name")]
    public void What_is_no_arm_is_refused_in_words(string text, string part) =>
        Assert.Contains(part, Assert.Throws<HostException>(() => ArmSpec.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_two_arms_have_one_name() =>
        Assert.Contains("'prcl' is named twice", Assert.Throws<HostException>(() => ArmSpec.ParseAll(["prcl", "supervised", "prcl"])).Message, StringComparison.Ordinal);
}
