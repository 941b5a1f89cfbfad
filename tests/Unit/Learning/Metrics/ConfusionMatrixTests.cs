using Prcl.Learning.Metrics;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class ConfusionMatrixTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Mean_iou_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("mean_iou");
        var confusion = new ConfusionMatrix(golden["classes"].GetInt32());
        torch.Tensor label = golden.Tensor("label", torch.int64), prediction = golden.Tensor("prediction", torch.int64);

        // Image by image: the matrix is summed over the set.
        for (var i = 0; i < label.shape[0]; i++)
        {
            confusion.Add(label[i], prediction[i]);
        }

        Assert.Equal(golden.Vector("confusion"), confusion.Counts.Select(count => (double)count));
        Assert.Equal(golden.Scalar("mean_iou"), confusion.MeanIou(), 1e-12);
        var iou = confusion.Iou();
        var k = 0;
        foreach (var expected in golden["iou"].EnumerateArray())
        {
            var actual = iou[k++];
            if (expected.ValueKind == System.Text.Json.JsonValueKind.Null)
            {
                Assert.Equal(double.NaN, actual);
            }
            else
            {
                Assert.Equal(expected.GetDouble(), actual, 1e-12);
            }
        }
    }

    [Fact]
    public void Counts_are_what_plain_loops_give()
    {
        using var generator = new torch.Generator(4);
        torch.Tensor label = torch.randint(-1, 6, [2, 30, 40], torch.int64, generator: generator), prediction = torch.randint(0, 6, [2, 30, 40], torch.int64, generator: generator);
        var expected = new long[36];
        foreach (var (k, p) in label.data<long>().Zip(prediction.data<long>()))
        {
            if (k >= 0)
            {
                expected[k * 6 + p]++;
            }
        }

        var confusion = new ConfusionMatrix(6);
        confusion.Add(label, prediction);
        var twice = new ConfusionMatrix(6);
        twice.Add(confusion.Counts);
        twice.Add(label, prediction);

        Assert.Equal(expected, confusion.Counts);
        Assert.Equal(expected.Select(count => 2 * count), twice.Counts);
    }

    [Fact]
    public void A_set_without_a_labelled_pixel_has_no_mean()
    {
        var confusion = new ConfusionMatrix(3);

        confusion.Add(torch.full([4, 4], -1, torch.int64), torch.zeros([4, 4], torch.int64));

        Assert.Equal(new long[9], confusion.Counts);
        Assert.Equal(double.NaN, confusion.MeanIou());
    }

    [Fact]
    public void A_class_that_is_only_predicted_counts_as_0()
    {
        var confusion = new ConfusionMatrix(3);

        confusion.Add(torch.zeros([4], torch.int64), torch.tensor(new long[] { 0, 0, 0, 1 }));

        Assert.Equal([0.75, 0, double.NaN], confusion.Iou());
        Assert.Equal(0.375, confusion.MeanIou());
    }

    [Fact]
    public void Over_labelled_classes_a_class_that_is_only_predicted_enters_the_unions_and_not_the_mean()
    {
        var confusion = new ConfusionMatrix(3);

        // Class 0: 3 of 4 right, the fourth taken for class 2, which has no label pixel. Class 1: both right.
        confusion.Add(torch.tensor(new long[] { 0, 0, 0, 0, 1, 1 }), torch.tensor(new long[] { 0, 0, 0, 2, 1, 1 }));

        Assert.Equal([0.75, 1, double.NaN], confusion.LabelledIou());
        Assert.Equal(0.875, confusion.LabelledMeanIou());
        Assert.Equal(1.75 / 3, confusion.MeanIou(), 1e-15);
    }

    [Fact]
    public void A_labelled_class_that_is_never_predicted_counts_as_0_in_both_means()
    {
        var confusion = new ConfusionMatrix(3);

        confusion.Add(torch.tensor(new long[] { 0, 1 }), torch.tensor(new long[] { 0, 0 }));

        Assert.Equal([0.5, 0, double.NaN], confusion.LabelledIou());
        Assert.Equal(0.25, confusion.LabelledMeanIou());
        Assert.Equal(0.25, confusion.MeanIou());
    }

    [Fact]
    public void Pixel_accuracy_is_the_share_of_labelled_pixels_that_are_right()
    {
        var confusion = new ConfusionMatrix(3);
        Assert.Equal(double.NaN, confusion.PixelAccuracy());
        Assert.Equal(double.NaN, confusion.LabelledMeanIou());

        confusion.Add(torch.tensor(new long[] { 0, -1, 2, 2, 1 }), torch.tensor(new long[] { 0, 0, 2, 1, 1 }));

        Assert.Equal(0.75, confusion.PixelAccuracy());
    }

    [Fact]
    public void Counts_of_another_number_of_classes_are_refused() =>
        Assert.Contains("4 classes has 16 counts, got 9", Assert.Throws<ArgumentException>(() => new ConfusionMatrix(4).Add(new long[9])).Message, StringComparison.Ordinal);
}
