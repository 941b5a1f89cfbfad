using System.Numerics;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>Leaves: hedges and rows of trees as walls with a ragged top.</summary>
internal readonly struct Foliage(Vector3 leaf, float height, uint seed) : IWallSurface
{
    /// <summary>A leaf colour between olive, green and autumn.</summary>
    public static Vector3 LeafColour(KeyedRandom random)
    {
        var autumn = (float)Math.Pow(random.NextDouble(), 4);
        return Vector3.Lerp(new(66, 98, 44), new(150, 112, 44), autumn) * (float)random.NextUniform(0.75, 1.2);
    }

    /// <summary>Light and dark of leaves at metres across and up.</summary>
    public static float Leaves(float across, float up, uint seed) =>
        0.55f + 0.55f * Grain.Smooth(across * 3.2, up * 3.2, seed) + 0.35f * (Grain.White((long)MathF.Floor(across * 9), (long)MathF.Floor(up * 9), seed) - 0.5f);

    public bool TryShade(float along, float up, float footprint, out Vector3 colour, out float emission)
    {
        emission = 0;
        var light = Leaves(along, up, seed) * (0.6f + 0.5f * up / height);
        colour = leaf * light;
        return up < height * (0.78f + 0.3f * Grain.Smooth(along * 0.8, 0, seed ^ 5)) - 0.15f * Grain.White((long)MathF.Floor(along * 6), (long)MathF.Floor(up * 6), seed);
    }
}
