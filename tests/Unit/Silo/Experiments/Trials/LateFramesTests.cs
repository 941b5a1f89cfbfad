using Prcl.Learning.Uncertainty;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Experiments.Trials;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Trials;

public sealed class LateFramesTests
{
    private static readonly Protocol Street = new()
    {
        Domains = ["day", "rain"],
        Steps = 10,
        Labelled = 4,
        Offline = true,
        LateLabels = new LateLabels(3, 0.5),
        Scenes = new StreetProtocol { Width = 32, Height = 24, Frames = [60, 60] },
    };

    [Fact]
    public void Suggested_are_those_most_in_doubt_of_each_domain_and_class_and_never_one_that_has_its_label()
    {
        var (plan, frames) = Plan("suggested", seed: 0);
        var (day, rain) = (frames.Domains[0].Streamed, frames.Domains[1].Streamed);
        var labelled = frames.Labelled(Street, 0)[0];
        var doubts = new Dictionary<Frame, ImageDoubt>
        {
            [labelled] = new(0.99, 1),
            [day[1]] = new(0.5, 1),
            [day[30]] = new(0.4, 1),
            [rain[3]] = new(0.2, 2),
            [rain[20]] = new(0.1, 3),
        };

        Assert.Equal([day[1], rain[3], rain[20]], LateFrames.Choose(frames, plan, doubts));
    }

    [Fact]
    public void Random_ones_are_drawn_by_seed_among_those_that_have_been_looked_at()
    {
        var (plan, frames) = Plan("random", seed: 1);
        var doubts = frames.Domains.SelectMany(d => d.Streamed).ToDictionary(f => f, _ => new ImageDoubt(0.5, 0));

        var chosen = LateFrames.Choose(frames, plan, doubts);

        Assert.Equal(3, chosen.Distinct().Count());
        Assert.Empty(chosen.Intersect(frames.Labelled(Street, 1)));
        Assert.Equal(chosen, LateFrames.Choose(frames, plan, doubts));
        Assert.NotEqual(chosen, LateFrames.Choose(frames, Plan("random", seed: 2).Plan, doubts));
    }

    [Fact]
    public void An_arm_that_needs_late_labels_is_refused_where_the_protocol_has_none()
    {
        var error = Assert.Throws<HostException>(() => TrialPlan.Of(Street with { LateLabels = null }, ArmTable.Find("suggested")!, 0, null, [], null));

        Assert.Contains("no member late-labels", error.Message, StringComparison.Ordinal);
    }

    private static (TrialPlan Plan, FrameSet Frames) Plan(string arm, long seed) =>
        (TrialPlan.Of(Street, ArmTable.Find(arm)!, seed, null, [], null), FrameSet.Open(Street, data: null, []));
}
