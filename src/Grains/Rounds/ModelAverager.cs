using Prcl.Grains.Models;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Scalars;
using TorchSharp;

namespace Prcl.Grains.Rounds;

/// <summary>
/// The plain mean of reports weighted by images seen: parameters, batch-norm buffers, teacher, momentum. Streams the reports
/// one at a time, so memory doesn't grow with their number.
/// </summary>
/// <param name="models">Where they are stored.</param>
public sealed class ModelAverager(ModelStore models)
{
    /// <summary>Averages reports into a new blob.</summary>
    /// <param name="reports">Weights blobs with the images each has seen, at least one image in all.</param>
    /// <param name="target">The new blob.</param>
    /// <exception cref="InvalidDataException">A report's blob isn't there.</exception>
    /// <exception cref="CheckpointException">The reports are of different networks.</exception>
    public async Task Average(IReadOnlyList<(string Blob, long Images)> reports, string target)
    {
        var total = reports.Sum(r => (double)r.Images);
        var sums = new Dictionary<string, (torch.Tensor Sum, torch.ScalarType Type)>(StringComparer.Ordinal);
        try
        {
            using var average = new NamedTensors();
            var names = new List<string>();
            foreach (var (blob, images) in reports)
            {
                using var state = await models.Read(blob);
                Add(sums, state, images / total);
                names.AddRange(state.Names.Where(IsParameter));
                if (blob == reports[0].Blob)
                {
                    foreach (var (key, value) in state.Metadata)
                    {
                        average.SetMetadata(key, value);
                    }
                }
            }

            RequireSameNetwork(names, reports.Count);
            foreach (var (name, (sum, type)) in sums)
            {
                using var scope = torch.NewDisposeScope();
                average.Add(name, torch.is_floating_point(type) ? sum.to(type) : sum.round().to(type));
            }

            await models.Write(target, average);
        }
        finally
        {
            foreach (var (sum, _) in sums.Values)
            {
                sum.Dispose();
            }
        }
    }

    private static void Add(Dictionary<string, (torch.Tensor Sum, torch.ScalarType Type)> sums, NamedTensors state, double weight)
    {
        using var scope = torch.NewDisposeScope();
        var share = Held.Number(weight);
        foreach (var name in state.Names.Where(IsAveraged))
        {
            if (!sums.TryGetValue(name, out var known))
            {
                sums[name] = known = (torch.zeros_like(state[name], torch.ScalarType.Float64).DetachFromDisposeScope(), state[name].dtype);
            }

            if (!known.Sum.shape.SequenceEqual(state[name].shape))
            {
                throw new CheckpointException(
                    $"Reports can't be averaged: '{name}' is [{string.Join(", ", known.Sum.shape)}] in one and [{string.Join(", ", state[name].shape)}] in another.");
            }

            known.Sum.add_(state[name].to(torch.ScalarType.Float64), alpha: share);
        }
    }

    private static void RequireSameNetwork(List<string> names, int reports)
    {
        if (names.CountBy(n => n).FirstOrDefault(n => n.Value != reports).Key is { } name)
        {
            throw new CheckpointException($"Reports can't be averaged: '{name}' isn't in all {reports} of them.");
        }
    }

    // Prototypes travel as sums of their own; they are added, never averaged. A memory bank is its trainer's.
    private static bool IsAveraged(string name) =>
        !name.StartsWith("prototypes.", StringComparison.Ordinal) && !name.StartsWith("memory_bank.", StringComparison.Ordinal);

    // A report whose steps were all skipped has no momentum, which counts as zero.
    private static bool IsParameter(string name) => IsAveraged(name) && !name.StartsWith("momentum.", StringComparison.Ordinal);
}
