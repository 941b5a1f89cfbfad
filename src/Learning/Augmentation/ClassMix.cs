using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// ClassMix (Olsson et al., WACV 2021): half of the classes present in an image's pseudo-label are pasted, with their
/// pseudo-label and confidence, onto the next image of the batch. Of n classes ⌈n/2⌉ = (n + n mod 2)/2 are taken, so at
/// least one; ignore isn't a class and is never pasted.
/// </summary>
public static class ClassMix
{
    /// <summary>Class ids lie below this.</summary>
    internal const int MaximumClasses = 1 << 16;

    /// <summary>Pastes from each image i, as it came, onto image (i + 1) mod B.</summary>
    /// <param name="batch">B samples of one size, all with or all without confidence.</param>
    /// <param name="key">The batch's key; image i draws from its sub-key i.</param>
    /// <returns>New samples; the inputs are untouched. A batch of one comes back as a copy.</returns>
    /// <exception cref="ArgumentException">The samples aren't alike, or a label is no class id.</exception>
    public static IReadOnlyList<Sample> Apply(IReadOnlyList<Sample> batch, RandomKey key) =>
        MixedBatch.PasteOntoNext(batch, (index, source, target) => Paste(source, target, Choose(source.Label, key.With(index))));

    /// <summary>
    /// Pastes half of the classes of labelled image i mod L onto image i (DACS, Tranheden et al., WACV 2021).
    /// </summary>
    /// <param name="labelled">L samples of the batch's size with human labels, which count as certain; none leaves the batch as it is.</param>
    /// <param name="batch">B samples of one size, all with confidence.</param>
    /// <param name="key">The batch's key; image i draws from its sub-key i.</param>
    /// <returns>New samples; the inputs are untouched.</returns>
    /// <exception cref="ArgumentException">The samples aren't alike, or a label is no class id.</exception>
    public static IReadOnlyList<Sample> Paste(IReadOnlyList<Sample> labelled, IReadOnlyList<Sample> batch, RandomKey key)
    {
        using var scope = torch.NewDisposeScope();
        Sample[] certain = [.. labelled.Select(sample => new Sample(sample.Image.alias(), sample.Label.alias(), torch.ones(sample.Height, sample.Width)))];
        MixedBatch.RequireAlike([.. batch, .. certain]);
        var mixed = MixedBatch.Each(batch, (index, _, target) =>
        {
            if (certain.Length > 0)
            {
                var source = new SamplePixels(certain[index % certain.Length]);
                Paste(source, target, Choose(source.Label, key.With(index)));
            }
        });
        GC.KeepAlive(certain);
        return [.. mixed.Select(sample => sample.MoveToOuterDisposeScope())];
    }

    /// <summary>Half of the classes present in <paramref name="label"/> [H·W], chosen at random by the image's key.</summary>
    internal static int[] Choose(ReadOnlySpan<long> label, RandomKey key)
    {
        var present = new bool[MaximumClasses];
        var highest = -1L;
        foreach (var id in label)
        {
            if (id >= MaximumClasses)
            {
                throw new ArgumentException($"A pseudo-label is a class id below {MaximumClasses} or −1, not {id}.", nameof(label));
            }

            if (id >= 0)
            {
                present[id] = true;
                highest = Math.Max(highest, id);
            }
        }

        var classes = Enumerable.Range(0, (int)highest + 1).Where(id => present[id]).ToArray();
        var random = key.For(Choice.Mix);
        var taken = (classes.Length + 1) / 2;
        for (var i = 0; i < taken; i++)
        {
            var other = random.Next(i, classes.Length);
            (classes[i], classes[other]) = (classes[other], classes[i]);
        }

        return classes[..taken];
    }

    private static void Paste(SamplePixels source, SamplePixels target, int[] classes)
    {
        var chosen = new bool[classes.Length == 0 ? 0 : classes.Max() + 1];
        foreach (var id in classes)
        {
            chosen[id] = true;
        }

        // Regions are connected, so runs along a row are long and copied as a whole.
        var label = source.Label;
        for (var i = 0; i < label.Length; i++)
        {
            var start = i;
            while (i < label.Length && (ulong)label[i] < (ulong)chosen.Length && chosen[label[i]])
            {
                i++;
            }

            if (i > start)
            {
                target.Paste(source, start, i - start);
            }
        }
    }
}
