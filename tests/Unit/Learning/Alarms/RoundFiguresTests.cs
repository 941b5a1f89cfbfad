using Prcl.Learning.Alarms;
using Xunit;

namespace Prcl.Unit.Learning.Alarms;

public sealed class RoundFiguresTests
{
    [Fact]
    public void Sums_of_trainers_make_the_figures_of_a_round()
    {
        var signs = new PredictionSigns([6, 2], [1, 1], 3, 4, 5).Plus(new PredictionSigns([0, 8], [3, 3], 1, 4, 3));

        var figures = RoundFigures.Of(7, signs, 0.5);

        Assert.Equal((7, 2.0, 1, 10.0 / 16, 0.5, 0.5, 0.5, 0.5), (
            figures.Round, figures.EffectiveLabelled!.Value, figures.LargestClass, figures.LargestShare, figures.LargestLabelled, figures.Entropy, figures.Passing, figures.Drift));
        Assert.InRange(figures.EffectivePredicted!.Value, 1.93, 1.95);
    }

    [Fact]
    public void A_round_without_predictions_or_labels_tells_of_drift_only()
    {
        Assert.Equal(new RoundFigures(1, null, null, 0, 0, 0, null, null, 0.25), RoundFigures.Of(1, null, 0.25));
        Assert.Equal(new RoundFigures(1, null, null, 0, 0, 0, null, null, 0.25), RoundFigures.Of(1, new PredictionSigns([4, 4], [0, 0], 1, 1, 1), 0.25));
    }
}
