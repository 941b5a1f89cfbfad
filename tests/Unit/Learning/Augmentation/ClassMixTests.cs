using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class ClassMixTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(11);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public void Mixing_meets_a_naive_paste_of_the_same_classes_from_unmixed_images(int count, bool confidence)
    {
        using var scope = torch.NewDisposeScope();
        var batch = Enumerable.Range(0, count).Select(seed => Scenes.Noise(9, 13, seed, classes: 6, confidence)).ToArray();

        var mixed = ClassMix.Apply(batch, Key);

        for (var i = 0; i < count; i++)
        {
            var next = (i + 1) % count;
            var chosen = ClassMix.Choose(Scenes.Ids(batch[i].Label), Key.With(i));
            var pasted = torch.tensor(Scenes.Ids(batch[i].Label).Select(id => chosen.Contains((int)id)).ToArray(), [9, 13]);
            Scenes.AssertSame(
                new Sample(
                    torch.where(pasted, batch[i].Image, batch[next].Image),
                    torch.where(pasted, batch[i].Label, batch[next].Label),
                    confidence ? torch.where(pasted, batch[i].Confidence!, batch[next].Confidence!) : null),
                mixed[next]);
            Scenes.AssertSame(Scenes.Noise(9, 13, i, classes: 6, confidence), batch[i]);
        }
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    [InlineData(2, 0)]
    public void Labelled_pixels_are_pasted_onto_stream_images_as_certain(int count, int labelled)
    {
        using var scope = torch.NewDisposeScope();
        var batch = Enumerable.Range(0, count).Select(seed => Scenes.Noise(9, 13, seed, classes: 6, confidence: true)).ToArray();
        var sources = Enumerable.Range(0, labelled).Select(i => Scenes.Noise(9, 13, 50 + i, classes: 6, confidence: false)).ToArray();

        var mixed = ClassMix.Paste(sources, batch, Key);

        Assert.Equal(count, mixed.Count);
        for (var i = 0; i < count; i++)
        {
            var expected = batch[i];
            if (labelled > 0)
            {
                var source = sources[i % labelled];
                var chosen = ClassMix.Choose(Scenes.Ids(source.Label), Key.With(i));
                var pasted = torch.tensor(Scenes.Ids(source.Label).Select(id => chosen.Contains((int)id)).ToArray(), [9, 13]);
                expected = new Sample(
                    torch.where(pasted, source.Image, batch[i].Image),
                    torch.where(pasted, source.Label, batch[i].Label),
                    batch[i].Confidence!.masked_fill(pasted, 1));
            }

            Scenes.AssertSame(expected, mixed[i]);
            Scenes.AssertSame(Scenes.Noise(9, 13, i, classes: 6, confidence: true), batch[i]);
        }
    }

    [Theory]
    [InlineData(new long[] { -1, -1 }, 0)]
    [InlineData(new long[] { 4, -1, 4 }, 1)]
    [InlineData(new long[] { 4, 0, -1 }, 1)]
    [InlineData(new long[] { 65535, 0, -1, 3 }, 2)]
    [InlineData(new long[] { 5, 4, 3, 2, 1, 0, 0 }, 3)]
    public void Half_of_the_present_classes_are_chosen_and_never_ignore(long[] label, int taken)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var chosen = ClassMix.Choose(label, RandomKey.FromSeed(seed));

            Assert.Equal(taken, chosen.Distinct().Count());
            Assert.Equal(taken, chosen.Length);
            Assert.All(chosen, id => Assert.Contains(id, label));
        }
    }

    [Fact]
    public void Every_class_is_chosen_equally_often()
    {
        var counts = new int[5];
        for (var seed = 0; seed < 5000; seed++)
        {
            foreach (var id in ClassMix.Choose([4, 3, 2, 1, 0], RandomKey.FromSeed(seed)))
            {
                counts[id]++;
            }
        }

        Assert.All(counts, count => Assert.InRange(count, 2850, 3150));
    }

    [Fact]
    public void An_image_of_ignore_gives_nothing_and_takes_what_it_gets()
    {
        using var scope = torch.NewDisposeScope();
        var empty = Scenes.Noise(6, 6, seed: 1, classes: 0);
        var single = Scenes.Noise(6, 6, seed: 2, classes: 1);

        var mixed = ClassMix.Apply([empty, single], Key);

        Scenes.AssertSame(single, mixed[1]);
        Assert.Equal(Scenes.Ids(single.Label), Scenes.Ids(mixed[0].Label));
    }

    [Fact]
    public void A_batch_of_one_is_only_copied()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(5, 5, seed: 3);

        var mixed = Assert.Single(ClassMix.Apply([sample], Key));

        Assert.NotSame(sample, mixed);
        Scenes.AssertSame(sample, mixed);
        Assert.Empty(ClassMix.Apply([], Key));
    }

    [Fact]
    public void Images_that_differ_and_labels_that_are_no_class_are_refused()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(5, 5, seed: 3);
        var huge = new Sample(torch.zeros(3, 5, 5), torch.full(5, 5, 1 << 16, dtype: torch.int64), torch.zeros(5, 5));

        var size = Assert.Throws<ArgumentException>(() => ClassMix.Apply([sample, Scenes.Noise(5, 6, seed: 3)], Key));
        Assert.Contains("5×6", size.Message, StringComparison.Ordinal);
        var confidence = Assert.Throws<ArgumentException>(
            () => ClassMix.Apply([sample, Scenes.Noise(5, 5, seed: 3, confidence: false)], Key));
        Assert.Contains("without confidence", confidence.Message, StringComparison.Ordinal);
        Assert.Contains(
            "65536", Assert.Throws<ArgumentException>(() => ClassMix.Apply([sample, huge], Key)).Message, StringComparison.Ordinal);
    }
}
