using Prcl.Learning.Settings;
using Xunit;

namespace Prcl.Unit.Learning.Settings;

public sealed class ChangeableSettingsTests
{
    private static readonly Dictionary<string, string> Now = SettingCatalogue.Write(new TrainingSettings());

    [Fact]
    public void Every_name_that_may_change_or_has_a_reason_not_to_is_a_setting_and_none_is_both()
    {
        var known = SettingCatalogue.List().Select(s => s.Name).ToHashSet();

        Assert.All(ChangeableSettings.Names.Concat(ChangeableSettings.Explained), name => Assert.Contains(name, known));
        Assert.Empty(ChangeableSettings.Names.Intersect(ChangeableSettings.Explained));
    }

    [Fact]
    public void What_may_change_changes_and_all_else_stays()
    {
        var changed = SettingCatalogue.Write(ChangeableSettings.Change(Now, new Dictionary<string, string> { ["learning-rate"] = "0.003", ["keep-versions"] = "7" }, "run 'a'"));

        Assert.Equal(["keep-versions", "learning-rate"], changed.Where(s => s.Value != Now[s.Key]).Select(s => s.Key).Order());
        Assert.Equal(("0.003", "7"), (changed["learning-rate"], changed["keep-versions"]));
    }

    [Theory]
    [InlineData("backbone", "resnet18", "run 'a': backbone is mobilenetv2 for good, since the network and its checkpoints are made with it; 'prcl run copy'")]
    [InlineData("partitions", "4", "the image log is divided by it")]
    [InlineData("seed", "4", "what was drawn so far depends on it")]
    [InlineData("round-steps", "4", "trainers are set up with it")]
    [InlineData("lr", "4", "did you mean 'learning-rate'")]
    [InlineData("learning-rate", "0", "learning-rate is '0'; it must be")]
    public void Everything_else_is_refused_by_name_with_the_reason(string name, string value, string said)
    {
        var refusal = Assert.Throws<SettingsException>(() => ChangeableSettings.Change(Now, new Dictionary<string, string> { ["contrast-weight"] = "0.5", [name] = value }, "run 'a'"));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_setting_may_be_named_with_the_value_that_it_has() =>
        Assert.Equal(0.5, ChangeableSettings.Change(Now, new Dictionary<string, string> { ["contrast-weight"] = "0.5", ["seed"] = Now["seed"] }, "run 'a'").ContrastWeight);
}
