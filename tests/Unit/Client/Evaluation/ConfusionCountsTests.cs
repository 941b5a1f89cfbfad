using Prcl.Client.Evaluation;
using Xunit;

namespace Prcl.Unit.Client.Evaluation;

public sealed class ConfusionCountsTests
{
    [Fact]
    public void Counts_of_several_batches_are_measured_as_one()
    {
        var counts = new ConfusionCounts(3);
        counts.Add([5, 1, 0, 0, 2, 0, 0, 0, 0]);
        counts.Add([1, 0, 0, 2, 3, 0, 0, 0, 0]);

        Assert.Equal([6, 1, 0, 2, 5, 0, 0, 0, 0], counts.Counts);
        Assert.Equal([100.0 * 6 / 9, 100.0 * 5 / 8, double.NaN], counts.PerClassIou());
        Assert.Equal(((100.0 * 6 / 9) + (100.0 * 5 / 8)) / 2, counts.MeanIou(), 12);
    }

    [Fact]
    public void Precision_recall_and_accuracy_are_shares_of_what_is_predicted_labelled_and_all()
    {
        var counts = new ConfusionCounts(3);
        counts.Add([6, 2, 0, 1, 3, 0, 0, 0, 0]);

        Assert.Equal((100.0 * 6 / 7, 60.0, double.NaN), (counts.Precision(0), counts.Precision(1), counts.Precision(2)));
        Assert.Equal((75.0, 75.0, double.NaN), (counts.Recall(0), counts.Recall(1), counts.Recall(2)));
        Assert.Equal(75, counts.PixelAccuracy());
        Assert.Equal(double.NaN, new ConfusionCounts(2).PixelAccuracy());
    }

    [Fact]
    public void Without_any_pixel_there_is_no_mean() => Assert.Equal(double.NaN, new ConfusionCounts(2).MeanIou());

    [Fact]
    public void Counts_of_other_classes_do_not_add() => Assert.Throws<ArgumentException>(() => new ConfusionCounts(3).Add([1, 2, 3, 4]));
}
