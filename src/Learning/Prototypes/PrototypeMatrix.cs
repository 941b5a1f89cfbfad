using Prcl.Learning.Representations;
using static TorchSharp.torch;

namespace Prcl.Learning.Prototypes;

/// <summary>Prototypes' means as rows of one tensor.</summary>
public static class PrototypeMatrix
{
    /// <summary>Unit means, float32, [S, D]; [0, 0] of none. In the caller's dispose scope.</summary>
    /// <param name="prototypes">By class.</param>
    /// <param name="classes">S classes that have a prototype.</param>
    /// <param name="device">Where the result is.</param>
    public static Tensor Unit(IReadOnlyList<PrototypeSums?> prototypes, int[] classes, Device device)
    {
        using var scope = NewDisposeScope();
        var width = classes.Length == 0 ? 0 : prototypes[classes[0]]!.Width;
        var rows = classes.SelectMany(k => prototypes[k]!.Mean()).Select(x => (float)x).ToArray();
        return MutualLikelihood.Normalise(tensor(rows, classes.Length, width, device: device)).MoveToOuterDisposeScope();
    }
}
