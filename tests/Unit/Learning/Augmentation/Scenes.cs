using Prcl.Learning.Augmentation;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

/// <summary>Samples made up for the tests of this folder, and plain arrays of their values.</summary>
internal static class Scenes
{
    /// <summary>Noise in every pixel; labels from −1 to <paramref name="classes"/> − 1.</summary>
    public static Sample Noise(int height, int width, int seed, int classes = 5, bool confidence = true)
    {
        var random = new Random(seed);
        return new Sample(
            torch.tensor(Floats(random, 3 * height * width), [3, height, width]),
            torch.tensor(Enumerable.Range(0, height * width).Select(_ => (long)random.Next(-1, classes)).ToArray(), [height, width]),
            confidence ? torch.tensor(Floats(random, height * width), [height, width]) : null);
    }

    /// <summary>Blocks of constant class; image and confidence spell the class: class/10, class/20, class/40, class/10.</summary>
    public static Sample Blocks(int height, int width, int block)
    {
        var label = new long[height * width];
        for (var i = 0; i < label.Length; i++)
        {
            label[i] = ((i / width / block * 3) + (i % width / block)) % 10;
        }

        var image = new[] { 10f, 20f, 40f }.SelectMany(divisor => label.Select(id => id / divisor)).ToArray();
        return new Sample(
            torch.tensor(image, [3, height, width]),
            torch.tensor(label, [height, width]),
            torch.tensor(label.Select(id => id / 10f).ToArray(), [height, width]));
    }

    public static torch.Tensor Image(int height, int width, int seed) =>
        torch.tensor(Floats(new Random(seed), 3 * height * width), [3, height, width]);

    public static float[] Values(torch.Tensor tensor) => tensor.data<float>().ToArray();

    public static long[] Ids(torch.Tensor tensor) => tensor.data<long>().ToArray();

    public static void AssertSame(Sample expected, Sample actual)
    {
        Assert.Equal(expected.Image.shape, actual.Image.shape);
        Assert.Equal(Values(expected.Image), Values(actual.Image));
        Assert.Equal(Ids(expected.Label), Ids(actual.Label));
        Assert.Equal(expected.Confidence is null, actual.Confidence is null);
        if (expected.Confidence is not null)
        {
            Assert.Equal(Values(expected.Confidence), Values(actual.Confidence!));
        }
    }

    public static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"At {i}: expected {expected[i]}, got {actual[i]}.");
        }
    }

    /// <summary>Tensors that this thread has made and not yet let go of.</summary>
    public static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static float[] Floats(Random random, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = random.NextSingle();
        }

        return values;
    }
}
