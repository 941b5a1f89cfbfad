using System.Globalization;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Randomness;
using Prcl.Learning.Representations;
using Prcl.Learning.Sampling;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.MemoryBanks;

/// <summary>
/// The newest M real representations of each class, a ring a class: the usual source of negatives of classes that a batch lacks, and what
/// virtual negatives do without (<c>docs/method.md</c>, section 5). It belongs to one trainer; others don't see it. Not thread-safe.
/// </summary>
public sealed class MemoryBank : IDisposable
{
    private const string Prefix = "memory_bank";

    private readonly Tensor _means;       // [K, M, D], normalised
    private readonly Tensor _variances;   // [K, M, D]
    private readonly long[] _remembered;  // ever, a class

    /// <summary>An empty bank.</summary>
    /// <param name="classes">K.</param>
    /// <param name="size">M, representations a class.</param>
    /// <param name="width">D.</param>
    /// <param name="device">Where it is kept.</param>
    public MemoryBank(int classes, int size, int width, Device device)
    {
        Size = size;
        _means = zeros(classes, size, width, device: device).DetachFromDisposeScope();
        _variances = zeros(classes, size, width, device: device).DetachFromDisposeScope();
        _remembered = new long[classes];
    }

    /// <summary>M.</summary>
    public int Size { get; }

    /// <summary>Bytes that its representations take, filled or not.</summary>
    public long Bytes => 2 * sizeof(float) * _means.numel();

    /// <summary>How many representations of a class it holds.</summary>
    public int Count(int classId) => (int)Math.Min(_remembered[classId], Size);

    /// <summary>Remembers pixels of each class, drawn without repetition, in place of the oldest.</summary>
    /// <param name="pixels">The step's valid pixels.</param>
    /// <param name="perClass">At most so many of a class; not more than M.</param>
    /// <param name="key">The step's randomness.</param>
    public void Remember(PixelRepresentations pixels, int perClass, RandomKey key)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var labels = HostReads.Of<long>(pixels.Labels);
        var index = new PixelIndex(labels, new float[labels.Length], _remembered.Length, strongThreshold: 0);
        foreach (var k in index.Present)
        {
            var chosen = index.Of(k).ToArray();
            key.With(Purpose.MemoryBank).With(k).ToRandom().Shuffle(chosen);
            chosen = chosen[..Math.Min(chosen.Length, Math.Min(perClass, Size))];
            var rows = tensor(chosen, device: _means.device);                                                                        // [n]
            var places = tensor(chosen.Select((_, i) => (_remembered[k] + i) % Size).ToArray(), device: _means.device);              // [n]
            _means.select(0, k).index_copy_(0, places, MutualLikelihood.Normalise(pixels.Means.index_select(0, rows)));
            _variances.select(0, k).index_copy_(0, places, pixels.Variances.index_select(0, rows));
            _remembered[k] += chosen.Length;
        }
    }

    /// <summary>Draws representations of a class, with replacement.</summary>
    /// <param name="classId">A class with at least one.</param>
    /// <param name="count">V.</param>
    /// <param name="key">The step's randomness.</param>
    /// <returns>Means and variances, [V, D] each.</returns>
    public (Tensor Means, Tensor Variances) Draw(int classId, int count, RandomKey key)
    {
        using var scope = NewDisposeScope();
        var random = key.With(Purpose.MemoryBank).With(classId).With(1).ToRandom();
        var rows = tensor(Enumerable.Range(0, count).Select(_ => random.NextInt64(Count(classId))).ToArray(), device: _means.device);  // [V]
        return (
            _means.select(0, classId).index_select(0, rows).MoveToOuterDisposeScope(),
            _variances.select(0, classId).index_select(0, rows).MoveToOuterDisposeScope());
    }

    /// <summary>Adds the bank to a checkpoint.</summary>
    public void AddTo(NamedTensors state)
    {
        state.Add($"{Prefix}.means", _means);
        state.Add($"{Prefix}.variances", _variances);
        state.SetMetadata(Prefix, string.Join(',', _remembered));
    }

    /// <summary>Takes over a checkpoint's bank; one without (an average of several trainers) leaves this one as it is.</summary>
    /// <exception cref="CheckpointException">The checkpoint's bank is of other sizes.</exception>
    public void Restore(NamedTensors state)
    {
        if (!state.Contains($"{Prefix}.means"))
        {
            return;
        }

        if (!state[$"{Prefix}.means"].shape.SequenceEqual(_means.shape))
        {
            throw new CheckpointException(
                $"The checkpoint's memory bank is [{string.Join(", ", state[$"{Prefix}.means"].shape)}], this run's [{string.Join(", ", _means.shape)}].");
        }

        using var noGradient = no_grad();
        _means.copy_(state[$"{Prefix}.means"]);
        _variances.copy_(state[$"{Prefix}.variances"]);
        Array.ConvertAll(state.Metadata[Prefix].Split(','), n => long.Parse(n, CultureInfo.InvariantCulture)).CopyTo(_remembered, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _means.Dispose();
        _variances.Dispose();
    }
}
