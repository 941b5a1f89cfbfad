using Prcl.Learning.Randomness;
using static TorchSharp.torch;

namespace Prcl.Learning.MemoryBanks;

/// <summary>
/// What a step draws from a memory bank: V representations of every source class, in one table behind the step's pixels, so that they are
/// compared with like any other real negative.
/// </summary>
internal sealed class BankNegatives
{
    private readonly Dictionary<int, long> _begins = [];
    private readonly int _perClass;

    /// <summary>Draws; the tensors live in the caller's dispose scope.</summary>
    /// <param name="bank">What is drawn from.</param>
    /// <param name="sources">The classes that have evidence; those that the bank doesn't know are passed over.</param>
    /// <param name="perClass">V.</param>
    /// <param name="pixelMeans">[P, D].</param>
    /// <param name="pixelVariances">[P, D].</param>
    /// <param name="key">The step's randomness.</param>
    public BankNegatives(MemoryBank bank, IEnumerable<int> sources, int perClass, Tensor pixelMeans, Tensor pixelVariances, RandomKey key)
    {
        _perClass = perClass;
        List<Tensor> means = [pixelMeans], variances = [pixelVariances];
        foreach (var k in sources.Where(k => perClass > 0 && bank.Count(k) > 0))
        {
            var drawn = bank.Draw(k, perClass, key);
            _begins[k] = pixelMeans.shape[0] + (means.Count - 1) * perClass;
            means.Add(drawn.Means);
            variances.Add(drawn.Variances);
        }

        (Means, Variances) = (cat(means, 0), cat(variances, 0));
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
        var rows = _begins.Where(b => b.Key != classId).SelectMany(b => Enumerable.Range(0, _perClass).Select(i => b.Value + i)).ToArray();
        return cat([negatives, tensor(rows, device: negatives.device).expand(negatives.shape[0], rows.Length)], 1);
    }
}
