using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>
/// Negatives that don't come from the step's pixels (virtual ones, or a memory bank's), a few of every source class, in one table behind
/// the pixels, so that they are compared with like any other.
/// </summary>
internal sealed class ExtraNegatives
{
    private readonly Dictionary<int, (long Begin, long Count)> _rows = [];

    /// <summary>Puts the tables together; the tensors live in the caller's dispose scope.</summary>
    /// <param name="pixelMeans">[P, D].</param>
    /// <param name="pixelVariances">[P, D].</param>
    /// <param name="drawn">Means and variances of a class's negatives, [V, D] each.</param>
    public ExtraNegatives(Tensor pixelMeans, Tensor pixelVariances, IEnumerable<(int ClassId, Tensor Means, Tensor Variances)> drawn)
    {
        List<Tensor> means = [pixelMeans], variances = [pixelVariances];
        var begin = pixelMeans.shape[0];
        foreach (var part in drawn)
        {
            _rows[part.ClassId] = (begin, part.Means.shape[0]);
            begin += part.Means.shape[0];
            means.Add(part.Means);
            variances.Add(part.Variances);
        }

        (Means, Variances) = means.Count == 1 ? (pixelMeans, pixelVariances) : (cat(means, 0), cat(variances, 0));
    }

    /// <summary>Pixels, then what was drawn, [P + S·V, D].</summary>
    public Tensor Means { get; }

    /// <summary>[P + S·V, D].</summary>
    public Tensor Variances { get; }

    /// <summary>Appends the rows of all classes but one to the negatives of each of its queries.</summary>
    /// <param name="negatives">int64, [Q or 1, N].</param>
    /// <param name="classId">The class whose negatives they are.</param>
    /// <returns>int64, [Q or 1, N + (S − 1)·V].</returns>
    public Tensor AppendTo(Tensor negatives, int classId)
    {
        if (_rows.Count == 0)
        {
            return negatives;
        }

        var rows = (from source in _rows
                    where source.Key != classId
                    from i in Enumerable.Range(0, (int)source.Value.Count)
                    select source.Value.Begin + i).ToArray();
        return cat([negatives, tensor(rows, device: negatives.device).expand(negatives.shape[0], rows.Length)], 1);
    }
}
