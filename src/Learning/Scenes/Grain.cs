using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prcl.Learning.Scenes;

/// <summary>Surface texture: hashed lattice noise, a pure function of place and seed.</summary>
internal static class Grain
{
    /// <summary>White noise on the integer lattice, 0…1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float White(long x, long y, uint seed) => (Hash(x, y, seed) >> 8) * (1f / (1 << 24));

    /// <summary>Smooth noise, 0…1: white noise interpolated between lattice points.</summary>
    public static float Smooth(double x, double y, uint seed)
    {
        double floorX = Math.Floor(x), floorY = Math.Floor(y);
        float fx = Ease((float)(x - floorX)), fy = Ease((float)(y - floorY));
        long ix = (long)floorX, iy = (long)floorY;
        var top = White(ix, iy, seed) * (1 - fx) + White(ix + 1, iy, seed) * fx;
        var bottom = White(ix, iy + 1, seed) * (1 - fx) + White(ix + 1, iy + 1, seed) * fx;
        return top * (1 - fy) + bottom * fy;
    }

    /// <summary>Three independent draws that are close to N(0, 1): sums of four uniform bytes.</summary>
    public static Vector3 Normal(int x, int y, uint seed)
    {
        var a = Hash(x, y, seed);
        return new(Sum(a), Sum(a * 0x85EBCA6Bu ^ (a >> 13)), Sum(a * 0xC2B2AE35u ^ (a >> 11)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(long x, long y, uint seed)
    {
        var z = (ulong)x * 0x9E3779B97F4A7C15UL ^ (ulong)y * 0xC2B2AE3D27D4EB4FUL ^ ((ulong)seed << 32 | seed);
        z = (z ^ (z >> 31)) * 0xBF58476D1CE4E5B9UL;
        return (uint)((z ^ (z >> 29)) >> 16);
    }

    // Four uniform bytes have mean 510 and standard deviation 147.8.
    private static float Sum(uint bits) => ((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24) - 510f) * (1 / 147.8f);

    private static float Ease(float t) => t * t * (3 - 2 * t);
}
