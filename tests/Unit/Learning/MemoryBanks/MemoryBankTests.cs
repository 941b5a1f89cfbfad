using Prcl.Learning.Checkpoints;
using Prcl.Learning.MemoryBanks;
using Prcl.Learning.Randomness;
using Prcl.Learning.Representations;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Learning.MemoryBanks;

public sealed class MemoryBankTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(1);

    [Fact]
    public void Only_the_newest_representations_of_a_class_are_kept()
    {
        using var scope = NewDisposeScope();
        using var bank = new MemoryBank(classes: 2, size: 4, width: 2, CPU);

        // Class 0 three times, each time two pixels whose variance is the step: 1, 2, 3.
        for (var step = 1; step <= 3; step++)
        {
            bank.Remember(Pixels([0, 0, 1], variance: step), perClass: 2, Key.With(step));
        }

        var (_, variances) = bank.Draw(0, 200, Key);
        Assert.Equal((4, 3), (bank.Count(0), bank.Count(1)));
        Assert.Equal([2f, 3f], variances.data<float>().ToArray().Distinct().Order());
    }

    [Fact]
    public void Means_are_kept_normalised_with_the_variances_of_the_same_pixel()
    {
        using var scope = NewDisposeScope();
        using var bank = new MemoryBank(2, 8, 2, CPU);
        var means = tensor(new float[] { 3, 4, 0, 2 }).view(2, 2);
        var variances = tensor([0.1f, 0.2f, 0.3f, 0.4f]).view(2, 2);
        bank.Remember(new PixelRepresentations(means, variances, tensor([1L, 1L]), zeros(2)), 8, Key);

        var (mean, variance) = bank.Draw(1, 50, Key);

        var rows = Enumerable.Range(0, 50).Select(i => string.Join(' ', new[] { mean[i], variance[i] }.SelectMany(t => t.data<float>().ToArray()))).Distinct().Order();
        Assert.Equal(["0 1 0.3 0.4", "0.6 0.8 0.1 0.2"], rows);
    }

    [Fact]
    public void At_most_the_asked_number_of_pixels_enters_in_a_step_and_none_twice()
    {
        using var scope = NewDisposeScope();
        using var bank = new MemoryBank(1, 100, 1, CPU);
        var variances = arange(50, ScalarType.Float32).view(50, 1);
        bank.Remember(new PixelRepresentations(ones(50, 1), variances, zeros(50, ScalarType.Int64), zeros(50)), perClass: 20, Key);

        Assert.Equal(20, bank.Count(0));
        Assert.Equal(20, bank.Draw(0, 5_000, Key).Variances.data<float>().ToArray().Distinct().Count());
    }

    [Fact]
    public void A_checkpoint_gives_the_bank_back()
    {
        using var scope = NewDisposeScope();
        using var bank = new MemoryBank(2, 4, 2, CPU);
        bank.Remember(Pixels([0, 1, 1], variance: 5), 4, Key);
        using var state = new NamedTensors();
        bank.AddTo(state);
        using var other = new MemoryBank(2, 4, 2, CPU);

        other.Restore(state);

        Assert.Equal((1, 2), (other.Count(0), other.Count(1)));
        Assert.Equal(bank.Draw(1, 9, Key).Means.data<float>().ToArray(), other.Draw(1, 9, Key).Means.data<float>().ToArray());
    }

    [Fact]
    public void A_checkpoint_without_a_bank_leaves_it_and_one_of_another_size_is_refused()
    {
        using var scope = NewDisposeScope();
        using var bank = new MemoryBank(2, 4, 2, CPU);
        bank.Remember(Pixels([0, 1, 1], variance: 5), 4, Key);
        using var none = new NamedTensors();
        using var larger = new NamedTensors();
        using (var other = new MemoryBank(2, 8, 2, CPU))
        {
            other.AddTo(larger);
        }

        bank.Restore(none);
        var error = Assert.Throws<CheckpointException>(() => bank.Restore(larger));

        Assert.Equal("The checkpoint's memory bank is [2, 8, 2], this run's [2, 4, 2].", error.Message);
        Assert.Equal((1, 2), (bank.Count(0), bank.Count(1)));
    }

    [Fact]
    public void Its_bytes_are_two_floats_a_dimension_of_every_place()
    {
        using var bank = new MemoryBank(11, 1024, 64, CPU);

        Assert.Equal(11 * 1024 * 64 * 8, bank.Bytes);
    }

    private static PixelRepresentations Pixels(long[] labels, float variance) => new(
        ones(labels.Length, 2), full([labels.Length, 2], variance), tensor(labels), zeros(labels.Length));
}
