using System.Text;
using Prcl.Contracts.Runs;
using Prcl.Grains.Alarms;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Storage;
using Prcl.Unit.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Alarms;

public sealed class RunAlarmsTests
{
    private RunState _state = new();
    private long _round;

    [Fact]
    public void Predictions_of_all_trainers_are_judged_together()
    {
        // Each of the two sees one class only; together they see two, as many as labels have.
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(Commit(Report(Signs(first: 100)), Report(Signs(second: 100))));
        }

        Commit(Report(Signs(first: 100)), Report(Signs(first: 90)));
        Assert.Single(Commit(Report(Signs(first: 100)), Report(Signs(first: 90))));
        var alarm = Assert.Single(Alarms.Now);
        Assert.Equal(("class-shares", 4), (alarm.Kind, alarm.SinceRound));
    }

    [Fact]
    public void Who_saw_more_images_counts_for_more_in_the_drift()
    {
        Commit(Report(Signs(drift: 0.1), images: 300), Report(Signs(drift: 0.5), images: 100), Report(Signs(drift: null), images: 500));

        Assert.Equal(0.2, _state.Collapse.Calm[0].Drift!.Value, 1e-12);
    }

    [Fact]
    public void What_is_remembered_outlives_the_activation()
    {
        Commit(Report(Signs(first: 100)));
        Commit(Report(Signs(first: 100)));
        Commit(Report(Signs(first: 100)));
        var before = Assert.Single(Alarms.Now);

        _state = StateFormat.Decode<RunState>("run", StateFormat.Encode(_state));

        Assert.Equal(before, Assert.Single(Alarms.Now));
        Assert.Empty(Commit(Report(Signs(100, 100))));
        Assert.Single(Commit(Report(Signs(100, 100))));
        Assert.Empty(Alarms.Now);
    }

    [Fact]
    public void Rolling_back_ends_the_alarm()
    {
        Commit(Report(Signs(first: 100)));
        Commit(Report(Signs(first: 100)));

        Assert.Single(Alarms.Follow(new RoundManifest(1, _round, "model", 0, 0, DateTime.UnixEpoch, [], Rewind: new Rewind(0, "sums", 0))));
        Assert.Empty(Alarms.Now);
    }

    [Fact]
    public void Reports_that_tell_nothing_or_of_other_classes_are_passed_over()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(Commit(Report(null), Report(new LearningSigns([], [], 0, 0, 0, null)), Report(new LearningSigns([5, 0], [1, 1], 1, 1, 1, null))));
        }

        Assert.Empty(Alarms.Now);
    }

    [Fact]
    public void A_run_that_was_stored_before_there_were_alarms_still_opens()
    {
        var stored = StateFormat.Decode<RunState>("run", Encoding.UTF8.GetBytes("""{"format":"prcl.state","version":1,"state":{"stopped":true,"incarnation":3,"roundHint":7}}"""));

        Assert.Equal((true, 7L), (stored.Stopped, stored.RoundHint));
        Assert.Empty(new RunAlarms(LoneRun.Run, stored).Now);
    }

    private RunAlarms Alarms => new(LoneRun.Run, _state);

    private IReadOnlyList<Prcl.Learning.Alarms.AlarmChange> Commit(params CommittedReport[] reports) =>
        Alarms.Follow(new RoundManifest(0, _round++, "model", 0, 5, DateTime.UnixEpoch, reports));

    private static CommittedReport Report(LearningSigns? signs, int images = 20) => new("run/a/cpu", 1, 0, "weights", "sums", 5, images, [], signs);

    // Labels have two classes in equal parts.
    private static LearningSigns Signs(long first = 0, long second = 0, double? drift = 0.01) =>
        new([first, second, .. new long[6]], [50, 50, .. new long[6]], 20, 100, first + second, drift);
}
