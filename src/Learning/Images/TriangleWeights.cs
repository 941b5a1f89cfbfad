namespace Prcl.Learning.Images;

/// <summary>Which source positions make up one target position, and how much of each.</summary>
/// <param name="First">The first source position.</param>
/// <param name="Weights">Weights from there on; they sum to 1.</param>
internal readonly record struct TriangleWeights(int First, float[] Weights)
{
    /// <summary>The weights of every target position along one axis.</summary>
    /// <returns>One entry a target position.</returns>
    public static TriangleWeights[] Build(int source, int target)
    {
        var scale = (double)source / target;
        var radius = Math.Max(1, scale);
        var all = new TriangleWeights[target];
        for (var i = 0; i < target; i++)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - radius + 0.5));
            var end = Math.Min(source, (int)(centre + radius + 0.5));
            var weights = new double[end - first];
            for (var j = 0; j < weights.Length; j++)
            {
                weights[j] = Math.Max(0, 1 - Math.Abs(first + j + 0.5 - centre) / radius);
            }

            var sum = weights.Sum();
            all[i] = new TriangleWeights(first, [.. weights.Select(weight => (float)(weight / sum))]);
        }

        return all;
    }
}
