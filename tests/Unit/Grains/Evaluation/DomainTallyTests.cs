using Prcl.Grains.Evaluation;
using Prcl.Images.Files;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Grains.Evaluation;

public sealed class DomainTallyTests
{
    [Fact]
    public void Labelled_pixels_are_counted_by_class_by_doubt_and_by_confidence()
    {
        // Label 255 is ignored, the pixel with the greatest doubt: it would change the area.
        ushort[] label = [0, 0, 1, 2, 255], predicted = [0, 1, 1, 2, 0];
        float[] doubt = [0.125f, 0.5f, 0.25f, 0.75f, 1], confidence = [0.875f, 0.5f, 0.625f, 0.25f, 0];
        var tally = new DomainTally(3);

        tally.Add(new Segmentation(new LabelMap(5, 1, predicted), confidence, null, doubt), new LabelMap(5, 1, label), ignore: 255);

        var error = new CalibrationError();
        error.Add(confidence.AsSpan(0, 4), [true, false, true, true]);
        Assert.Equal([1, 1, 0, 0, 1, 0, 0, 0, 1], tally.Confusion.Counts);
        Assert.Equal(2.0 / 3, tally.Reliability.UncertaintyAuroc());
        Assert.Equal(error.Value(), tally.Reliability.CalibrationError(), 1e-12);
    }
}
