using Prcl.Learning.Alarms;
using Xunit;
using static Prcl.Unit.Learning.Alarms.MadeUpRounds;

namespace Prcl.Unit.Learning.Alarms;

public sealed class CollapseWatchTests
{
    private readonly CollapseState _state = new();
    private readonly CollapseWatch _watch;
    private long _round;

    public CollapseWatchTests() => _watch = new CollapseWatch(new AlarmSettings { AlarmRounds = 2 }, Names, _state);

    [Fact]
    public void An_alarm_begins_once_with_the_second_round_in_a_row_and_ends_once_with_the_second_calm_one()
    {
        Assert.Empty(Follow(Healthy()));
        Assert.Empty(Follow(Collapsed()));
        Assert.Empty(Follow(Healthy()));
        Assert.Empty(Follow(Collapsed()));

        var begun = Assert.Single(Follow(Collapsed()));
        Assert.Equal((CollapseSign.ClassShares, true, 4L), (begun.Sign, begun.Begins, _state.Signs[CollapseSign.ClassShares].AlarmSince));
        Assert.Contains("Road takes 100.0 %", begun.Text, StringComparison.Ordinal);

        Assert.Empty(Follow(Collapsed()));
        Assert.Empty(Follow(Healthy()));
        Assert.Empty(Follow(Collapsed()));
        Assert.Empty(Follow(Healthy()));
        var ended = Assert.Single(Follow(Healthy()));
        Assert.Equal((CollapseSign.ClassShares, false), (ended.Sign, ended.Begins));
        Assert.Empty(Follow(Healthy()));
    }

    [Fact]
    public void Rounds_that_do_not_tell_change_nothing()
    {
        Follow(Collapsed());
        Assert.Empty(Follow(RoundFigures.Of(0, null, 0.02)));
        Assert.Single(Follow(Collapsed()));

        Follow(Healthy());
        Assert.Empty(Follow(RoundFigures.Of(0, null, 0.02)));
        Assert.Single(Follow(Healthy()));
    }

    [Fact]
    public void What_lasts_does_not_become_what_is_usual()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Empty(Follow(Healthy()));
        }

        Follow(Healthy(drift: 0.6));
        Assert.True(Assert.Single(Follow(Healthy(drift: 0.6))).Begins);
        for (var i = 0; i < 50; i++)
        {
            Assert.Empty(Follow(Healthy(drift: 0.6)));
        }

        Follow(Healthy());
        Assert.False(Assert.Single(Follow(Healthy())).Begins);
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        for (var i = 0; i < 100; i++)
        {
            Follow(Healthy());
        }

        Follow(RoundFigures.Of(0, null, null)); // Tells nothing, and takes nobody's place.
        Assert.Equal((20, 99), (_state.Calm.Count, _state.Calm[^1].Round));
    }

    [Fact]
    public void Going_back_to_an_earlier_version_ends_every_alarm_and_forgets_what_was_usual()
    {
        Follow(Healthy());
        Follow(Collapsed());
        Follow(Collapsed());

        Assert.False(Assert.Single(_watch.Restart()).Begins);
        Assert.Equal((0, 0), (_state.Calm.Count, _state.Signs.Count));
        Assert.Empty(_watch.Restart());
        Assert.Empty(Follow(Collapsed()));
    }

    private IReadOnlyList<AlarmChange> Follow(RoundFigures figures) => _watch.Follow(figures with { Round = _round++ });

    private static RoundFigures Collapsed() => Predicted(0, [1000, 0, 0, 0]);
}
