using Prcl.Grains.Models;
using Prcl.Learning.Checkpoints;
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
    /// <param name="reports">Weights blobs with the images each has seen.</param>
    /// <param name="target">The new blob.</param>
    public async Task Average(IReadOnlyList<(string Blob, long Images)> reports, string target)
    {
        var total = reports.Sum(r => (double)r.Images);
        Dictionary<string, torch.Tensor>? sum = null;
        IReadOnlyDictionary<string, string> metadata = new Dictionary<string, string>();
        foreach (var (blob, images) in reports)
        {
            using var state = await models.Read(blob);
            metadata = sum is null ? state.Metadata : metadata;
            sum ??= state.Names.Where(IsAveraged).ToDictionary(n => n, n => torch.zeros_like(state[n]).to(torch.ScalarType.Float64).DetachFromDisposeScope());
            foreach (var (name, tensor) in sum)
            {
                using var scope = torch.NewDisposeScope();
                tensor.add_(state[name].to(torch.ScalarType.Float64), alpha: images / total);
            }
        }

        using var first = await models.Read(reports[0].Blob);
        using var average = new NamedTensors();
        foreach (var name in first.Names.Where(IsAveraged))
        {
            using var scope = torch.NewDisposeScope();
            var mean = sum![name];
            var type = first[name].dtype;
            average.Add(name, type == torch.ScalarType.Int64 ? mean.round().to(type) : mean.to(type));
            mean.Dispose();
        }

        foreach (var (key, value) in metadata)
        {
            average.SetMetadata(key, value);
        }

        await models.Write(target, average);
    }

    // Prototypes travel as sums of their own; they are added, never averaged.
    private static bool IsAveraged(string name) => !name.StartsWith("prototypes.", StringComparison.Ordinal);
}
