using Prcl.Learning.Checkpoints;
using Prcl.Learning.Scalars;
using TorchSharp;

namespace Prcl.Grains.Rounds;

/// <summary>
/// The weighted mean of checkpoints, taken in one at a time and summed in double: it is as large after a thousand of them as
/// after two. Prototypes are left out: they travel as sums of their own, which are added, never averaged.
/// </summary>
internal sealed class WeightedMean : IDisposable
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Takes a checkpoint in.</summary>
    /// <param name="state">May be disposed afterwards.</param>
    /// <param name="share">Its weight; all weights together are 1.</param>
    /// <exception cref="CheckpointException">It is of another network than those before.</exception>
    public void Take(NamedTensors state, double share)
    {
        using var scope = torch.NewDisposeScope();
        var weight = Held.Number(share);
        _taken++;
        foreach (var name in state.Names.Where(IsAveraged))
        {
            var tensor = state[name];
            if (!_entries.TryGetValue(name, out var entry))
            {
                _entries[name] = entry = new Entry(torch.zeros_like(tensor, torch.ScalarType.Float64).DetachFromDisposeScope(), tensor.dtype);
            }

            if (!entry.Sum.shape.SequenceEqual(tensor.shape))
            {
                throw new CheckpointException(
                    $"Reports can't be averaged: '{name}' is [{string.Join(", ", entry.Sum.shape)}] in one and [{string.Join(", ", tensor.shape)}] in another.");
            }

            entry.Sum.add_(tensor.to(torch.ScalarType.Float64), alpha: weight);
            entry.Taken++;
        }
    }

    /// <summary>The mean, each tensor of its own type; whole numbers are rounded.</summary>
    /// <param name="step">Makes of a name and its mean (Float64) what shall be published.</param>
    /// <param name="common">What goes with it as it is.</param>
    /// <exception cref="CheckpointException">A tensor isn't in all checkpoints.</exception>
    public NamedTensors Finish(Func<string, torch.Tensor, torch.Tensor> step, NamedTensors common)
    {
        if (_entries.FirstOrDefault(e => e.Value.Taken != _taken && !IsMomentum(e.Key)).Key is { } missing)
        {
            throw new CheckpointException($"Reports can't be averaged: '{missing}' isn't in all {_taken} of them.");
        }

        var mean = new NamedTensors();
        foreach (var (key, value) in common.Metadata)
        {
            mean.SetMetadata(key, value);
        }

        foreach (var name in common.Names)
        {
            mean.Add(name, common[name]);
        }

        foreach (var (name, entry) in _entries)
        {
            using var scope = torch.NewDisposeScope();
            var value = step(name, entry.Sum);
            mean.Add(name, torch.is_floating_point(entry.Type) ? value.to(entry.Type) : value.round().to(entry.Type));
        }

        return mean;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Sum.Dispose();
        }
    }

    private static bool IsAveraged(string name) =>
        !name.StartsWith("prototypes.", StringComparison.Ordinal) && !name.StartsWith("memory_bank.", StringComparison.Ordinal);

    // A report whose steps were all skipped has no momentum, which counts as zero.
    private static bool IsMomentum(string name) => name.StartsWith("momentum.", StringComparison.Ordinal);

    private sealed class Entry(torch.Tensor sum, torch.ScalarType type)
    {
        public torch.Tensor Sum => sum;

        public torch.ScalarType Type => type;

        public int Taken { get; set; }
    }
}
