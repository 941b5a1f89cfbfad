using Prcl.Contracts.Evaluation;
using Prcl.Silo.Demo;
using Prcl.Silo.Reports;
using Prcl.Unit.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Reports;

public sealed class LearningCurveTests
{
    [Fact]
    public void Both_lines_are_of_the_same_frames_at_every_point()
    {
        var record = Seen();

        var curve = LearningCurve.Of(record, "day");

        Assert.Equal([30, 40, 45], curve.Learning.Select(r => r.MeanIou));
        Assert.Equal([(14, 28), (64, 28), (130, 44)], curve.Frozen.Select(f => (f.Seconds, f.Miou)));
        Assert.Equal((1, 0), (curve.Gain, curve.Forgotten));
    }

    [Fact]
    public void Before_the_end_the_sample_tells_what_learning_gains()
    {
        var record = Seen();
        record.Final.Clear();

        Assert.Equal(12, LearningCurve.Of(record, "day").Gain);
    }

    [Fact]
    public void Where_only_one_of_them_was_measured_on_every_frame_nothing_is_said()
    {
        var record = Seen();
        record.Frozen.Clear();

        Assert.Equal(double.NaN, LearningCurve.Of(record, "day").Gain);
    }

    [Fact]
    public void A_version_that_was_measured_late_is_no_point_of_the_line()
    {
        var record = Seen();
        record.History = [record.History[0] with { Version = 0, Seconds = 70, MeanIou = 5 }, .. record.History];

        Assert.Equal([30, 40, 45], LearningCurve.Of(record, "day").Learning.Select(r => r.MeanIou));
    }

    [Fact]
    public void What_learning_has_lost_against_the_frozen_model_is_forgotten()
    {
        var record = Seen();
        record.Frozen[0] = record.Frozen[0] with { MeanIou = 47 };

        Assert.Equal((-2, 2), (LearningCurve.Of(record, "day").Gain, LearningCurve.Of(record, "day").Forgotten));
    }

    private static DemoRecord Seen()
    {
        var record = FakeDemo.Record();
        record.Status = record.Status! with { Comparison = [new DomainComparison("day", 10, "frames", new ModelScore(2, 40, []), new ModelScore(0, 28, []))] };
        return record;
    }
}
