using Prcl.Learning.SelfTraining;
using Prcl.Learning.Settings;
using Prcl.Silo.Experiments.Arms;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Arms;

public sealed class ArmTableTests
{
    public static TheoryData<string> Names => [.. ArmTable.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_arm_is_made_of_settings_that_are_accepted(string name) => Assert.NotNull(Settings(name));

    [Fact]
    public void Names_are_unique() => Assert.Equal(ArmTable.All.Count, ArmTable.All.Select(a => a.Name).Distinct().Count());

    [Fact]
    public void Prcl_is_the_default_of_a_run()
    {
        Assert.Equal(new TrainingSettings(), Settings("prcl"));
        Assert.Equal(Settings("prcl"), Settings("joint"));
    }

    [Theory]
    [InlineData("supervised")]
    [InlineData("supervised+bn")]
    [InlineData("frozen")]
    [InlineData("oracle")]
    public void Supervised_arms_learn_nothing_from_the_stream(string name)
    {
        var settings = Settings(name);

        Assert.Equal((0, 0), (settings.UnsupervisedWeight, settings.ContrastWeight));
    }

    [Fact]
    public void Each_rung_of_the_ladder_adds_one_part()
    {
        string[] ladder = ["self-training", "+contrast", "+pr", "+gdp", "+vn", "prcl"];
        var rungs = ladder.Select(name => SettingCatalogue.Write(Settings(name))).ToArray();

        var changed = rungs.Zip(rungs.Skip(1), (a, b) => a.Keys.Where(k => a[k] != b[k]).Order().ToArray()).ToArray();

        // The first rung brings contrast in its plainest form: three settings say how plain.
        Assert.Equal(["contrast-weight", "prototype-scope", "representation", "virtual-negatives"], changed[0]);
        Assert.Equal([["representation"], ["prototype-scope"], ["virtual-negatives"], ["pseudo-label-check"]], changed[1..]);
    }

    [Fact]
    public void The_square_of_contrast_and_check_has_four_corners()
    {
        bool Contrasts(string name) => Settings(name).ContrastWeight > 0;
        bool Checks(string name) => Settings(name).SelfTraining.PseudoLabelCheck == PseudoLabelCheck.Prototype;

        Assert.Equal(
            [(false, false), (false, true), (true, false), (true, true)],
            new[] { "self-training", "check-only", "prcl-check", "prcl" }.Select(name => (Contrasts(name), Checks(name))));
    }

    private static TrainingSettings Settings(string name) => SettingCatalogue.Read(ArmTable.Find(name)!.Settings, name);
}
