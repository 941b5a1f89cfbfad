using Prcl.Learning.Metrics;
using Prcl.Unit.Golden;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void The_error_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("scaled/uncertainty_measures");
        var error = new CalibrationError(golden["bins"].GetInt32());

        error.Add([.. golden.Vector("confidence").Select(c => (float)c)], [.. golden.Vector("correct").Select(c => c != 0)]);

        Assert.Equal(golden.Scalar("expected_calibration_error"), error.Value(), 1e-7);
    }

    [Fact]
    public void The_error_is_what_plain_loops_give_whatever_the_frames()
    {
        var random = new Random(5);
        float[] confidence = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle())];
        bool[] correct = [.. confidence.Select(c => random.NextSingle() < c * c)];
        var expected = 0.0;
        for (var bin = 0; bin < 15; bin++)
        {
            int[] inside = [.. Enumerable.Range(0, 1000).Where(i => confidence[i] > bin / 15.0 && confidence[i] <= (bin + 1) / 15.0)];
            if (inside.Length > 0)
            {
                expected += inside.Length / 1000.0 * Math.Abs(inside.Average(i => correct[i] ? 1.0 : 0.0) - inside.Average(i => (double)confidence[i]));
            }
        }

        var error = new CalibrationError();
        error.Add(confidence.AsSpan(0, 10), correct.AsSpan(0, 10));
        error.Add(confidence.AsSpan(10), correct.AsSpan(10));

        Assert.Equal(expected, error.Value(), 1e-12);
    }

    [Fact]
    public void A_bin_holds_its_upper_end_and_the_first_holds_0()
    {
        // Bins (0, ½] and (½, 1]: in one bin 0.5 (right) and 0 (wrong) have accuracy ½ and confidence ¼.
        Assert.Equal(0.25, Error(2, [0.5f, 0], [true, false]));
        // In two bins 0.5 (right) is off by ½, 0.75 (wrong) by ¾.
        Assert.Equal(0.625, Error(2, [0.5f, 0.75f], [true, false]));
    }

    [Fact]
    public void Confidence_that_is_always_deserved_has_no_error()
    {
        Assert.Equal(0, Error(15, [1, 1, 0], [true, true, false]));
        Assert.Equal(0, Error(15, [0.75f, 0.75f, 0.75f, 0.75f], [true, true, false, true]));
    }

    [Fact]
    public void No_pixel_has_no_error_to_tell() => Assert.Equal(double.NaN, new CalibrationError().Value());

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.001f)]
    [InlineData(float.NaN)]
    public void What_is_no_confidence_is_refused(float confidence) =>
        Assert.Contains("at pixel 1: it must be from 0 to 1", Assert.Throws<ArgumentException>(() => Error(15, [0.5f, confidence], [true, true])).Message, StringComparison.Ordinal);

    private static double Error(int bins, float[] confidence, bool[] correct)
    {
        var error = new CalibrationError(bins);
        error.Add(confidence, correct);
        return error.Value();
    }
}
