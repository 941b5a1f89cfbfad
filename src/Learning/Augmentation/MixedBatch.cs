using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>What every mixing has in common: copies of a batch whose images all look alike, changed one by one.</summary>
internal static class MixedBatch
{
    /// <summary>Changes a copy of the target, with the source as it was before any mixing.</summary>
    /// <param name="index">The source's index in the batch.</param>
    /// <param name="source">Image i, unmixed.</param>
    /// <param name="target">A copy of image i + 1, or of image i itself.</param>
    internal delegate void Edit(int index, SamplePixels source, SamplePixels target);

    /// <summary>Gives each image to the next one, round the batch; a single image is only copied.</summary>
    public static IReadOnlyList<Sample> PasteOntoNext(IReadOnlyList<Sample> batch, Edit paste) =>
        Change(batch, batch.Count < 2 ? null : paste, distance: 1);

    /// <summary>Changes each image by itself.</summary>
    public static IReadOnlyList<Sample> Each(IReadOnlyList<Sample> batch, Edit change) => Change(batch, change, distance: 0);

    private static Sample[] Change(IReadOnlyList<Sample> batch, Edit? change, int distance)
    {
        RequireAlike(batch);
        using var scope = torch.NewDisposeScope();
        var results = batch.Select(sample => sample.Copy()).ToArray();
        for (var i = 0; change is not null && i < results.Length; i++)
        {
            change(i, new SamplePixels(batch[i]), new SamplePixels(results[(i + distance) % results.Length]));
        }

        GC.KeepAlive(batch);
        return Array.ConvertAll(results, result => result.MoveToOuterDisposeScope());
    }

    /// <summary>Checks that the samples agree in size and in having confidence.</summary>
    /// <exception cref="ArgumentException">Two of them don't.</exception>
    public static void RequireAlike(IReadOnlyList<Sample> batch)
    {
        foreach (var sample in batch)
        {
            var first = batch[0];
            if (sample.Height != first.Height || sample.Width != first.Width || sample.Confidence is null != first.Confidence is null)
            {
                throw new ArgumentException(
                    $"Images of a batch are alike: the first is {Describe(first)}, another {Describe(sample)}.", nameof(batch));
            }
        }
    }

    private static string Describe(Sample sample) =>
        $"{sample.Height}×{sample.Width} {(sample.Confidence is null ? "without" : "with")} confidence";
}
