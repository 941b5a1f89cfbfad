using System.Numerics;

namespace Prcl.Learning.Scenes;

/// <summary>The far end of the street: a row of distant houses.</summary>
internal readonly struct Skyline(Vector3 colour, float height, uint seed) : IWallSurface
{
    public bool TryShade(float along, float up, float footprint, out Vector3 shaded, out float emission)
    {
        emission = 0;
        var house = (long)MathF.Floor(along / 9);
        shaded = colour * (0.8f + 0.4f * Grain.White(house, 0, seed));
        return up < height * (0.45f + 0.55f * Grain.White(house, 1, seed));
    }
}
