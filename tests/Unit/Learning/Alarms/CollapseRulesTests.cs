using Prcl.Learning.Alarms;
using Xunit;
using static Prcl.Unit.Learning.Alarms.MadeUpRounds;

namespace Prcl.Unit.Learning.Alarms;

public sealed class CollapseRulesTests
{
    private static readonly CollapseRules Rules = new(new AlarmSettings(), Names);

    [Fact]
    public void A_round_like_the_labels_shows_no_sign() =>
        Assert.All(Enum.GetValues<CollapseSign>(), sign => Assert.Equal(Verdict.Calm, Rules.Judge(sign, Healthy(9), Before())));

    // The labels have 3.36 classes: a quarter of 2.36 and one make 1.59.
    [Theory]
    [InlineData(880, 40, 40, 40, false)] // 1.66
    [InlineData(910, 30, 30, 30, true)] // 1.50
    [InlineData(1000, 0, 0, 0, true)]
    [InlineData(500, 500, 0, 0, false)] // 2: a domain may lack classes.
    public void Far_fewer_classes_than_the_labels_have_are_a_sign(long road, long sky, long car, long tree, bool found) =>
        Assert.Equal(found, Rules.Judge(CollapseSign.ClassShares, Predicted(9, [road, sky, car, tree]), []).Text is not null);

    [Fact]
    public void The_words_name_the_class_its_shares_and_both_numbers_of_classes()
    {
        var text = Rules.Judge(CollapseSign.ClassShares, Predicted(9, [20, 980, 0, 0]), []).Text!;

        Assert.Contains("Sky takes 98.0 % of the stream's pixels (25.0 % of the labelled ones)", text, StringComparison.Ordinal);
        Assert.Contains("as if there were 1.103 classes where labels have 3.364", text, StringComparison.Ordinal);
    }

    // Labels of which 90 % are one class have 1.38 classes, those of which 96 % are one have 1.18.
    [Theory]
    [InlineData(960, 900, true)] // Above 95 %, and more than the labels give it.
    [InlineData(940, 900, false)]
    [InlineData(960, 970, false)] // Labels give it more: a stream of background.
    public void One_class_that_takes_nearly_all_is_a_sign_unless_the_labels_say_so_too(long predicted, long labelled, bool found) =>
        Assert.Equal(
            found,
            Rules.Judge(CollapseSign.ClassShares, Predicted(9, [predicted, 1000 - predicted, 0, 0], labelled: [labelled, 1000 - labelled, 0, 0]), []).Text is not null);

    [Theory]
    [InlineData(0.02, 0.4, true)]
    [InlineData(0.04, 0.4, false)] // Not that sure.
    [InlineData(0.02, 0.5, false)] // 0.6 of the 0.8 before are 0.48.
    [InlineData(0.001, 0.8, false)] // Sure, and confirmed.
    public void Certainty_is_a_sign_only_while_fewer_pseudo_labels_pass_than_before(double entropy, double passing, bool found) =>
        Assert.Equal(found, Rules.Judge(CollapseSign.FalseCertainty, Healthy(9, entropy, passing), Before()).Text is not null);

    [Theory]
    [InlineData(0.5, 0.02, true)]
    [InlineData(0.09, 0.01, false)] // Nine times as far, but nowhere.
    [InlineData(0.5, 0.11, false)] // They always move so.
    [InlineData(0.5, 0.09, true)]
    public void Prototypes_that_move_much_farther_than_before_are_a_sign(double drift, double before, bool found) =>
        Assert.Equal(found, Rules.Judge(CollapseSign.PrototypeDrift, Healthy(9, drift: drift), [.. Before().Select(r => r with { Drift = before })]).Text is not null);

    [Fact]
    public void What_a_round_or_its_past_does_not_tell_is_not_judged()
    {
        var silent = RoundFigures.Of(9, null, null);
        Assert.All(Enum.GetValues<CollapseSign>(), sign => Assert.Equal(Verdict.Unknown, Rules.Judge(sign, silent, Before())));

        var sudden = Healthy(9, entropy: 0, passing: 0, drift: 2);
        Assert.Equal(Verdict.Unknown, Rules.Judge(CollapseSign.FalseCertainty, sudden, Before(2)));
        Assert.Equal(Verdict.Unknown, Rules.Judge(CollapseSign.PrototypeDrift, sudden, Before(2)));
    }

    [Fact]
    public void Thresholds_can_turn_each_rule_off()
    {
        var rules = new CollapseRules(new AlarmSettings { AlarmClassRatio = 0, AlarmClassShare = 1, AlarmEntropy = 0, AlarmDrift = 0 }, Names);
        var collapsed = Predicted(9, [1000, 0, 0, 0], entropy: 0, passing: 0, drift: 2);

        Assert.All(Enum.GetValues<CollapseSign>(), sign => Assert.Null(rules.Judge(sign, collapsed, Before()).Text));
        Assert.All(Enum.GetValues<CollapseSign>(), sign => Assert.NotNull(Rules.Judge(sign, collapsed, Before()).Text));
    }
}
