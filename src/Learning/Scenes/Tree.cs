using System.Numerics;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>A street tree: trunk and a ragged crown that faces the camera. Trunks count as vegetation.</summary>
internal static class Tree
{
    public static void Draw(Rasteriser raster, RandomKey key, float x, double z, SceneConditions light)
    {
        var random = key.ToRandom();
        var radius = (float)random.NextUniform(1.4, 2.3);
        var trunk = (float)random.NextUniform(2.0, 2.7);
        var leaf = Foliage.LeafColour(random);
        var bark = new Vector3(84, 68, 54) * (float)random.NextUniform(0.7, 1.2);
        var seed = (uint)random.Next();
        var foot = raster.Camera.ToView(x, 0, z);
        if (foot.Z < 1.2f)
        {
            return;
        }

        ReadOnlySpan<Vector3> stem =
        [
            foot + new Vector3(-0.17f, 0, 0), foot + new Vector3(0.17f, 0, 0), foot + new Vector3(0.11f, trunk + 0.4f, 0), foot + new Vector3(-0.11f, trunk + 0.4f, 0),
        ];
        raster.Fill(stem, bark, SceneClasses.Vegetation);
        Crown(raster, foot + new Vector3(0, trunk + radius * 0.9f, -0.1f), radius, leaf, seed, light.SunSide);
    }

    private static void Crown(Rasteriser raster, Vector3 middle, float radius, Vector3 leaf, uint seed, float sunSide)
    {
        var (canvas, camera) = (raster.Canvas, raster.Camera);
        var centre = camera.ToScreen(middle);
        var metre = middle.Z / camera.Focal;
        var reach = 1.25f * radius / metre;
        int left = Math.Max(0, (int)(centre.X - reach)), right = Math.Min(canvas.Width - 1, (int)(centre.X + reach));
        int top = Math.Max(0, (int)(centre.Y - reach)), bottom = Math.Min(canvas.Height - 1, (int)(centre.Y + reach));
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                float across = (column + 0.5f - centre.X) * metre, up = (centre.Y - row - 0.5f) * metre;
                var pixel = row * canvas.Width + column;
                var ragged = radius * (0.72f + 0.34f * Grain.Smooth(across * 1.3, up * 1.3, seed) + 0.18f * Grain.White((long)MathF.Floor(across * 6), (long)MathF.Floor(up * 6), seed));
                if (canvas.IsHidden(pixel, middle.Z) || across * across + up * up * 1.15f > ragged * ragged)
                {
                    continue;
                }

                var sun = 1 + (0.22f * up + 0.2f * sunSide * across) / radius;
                canvas.Plot(pixel, middle.Z, leaf * (Foliage.Leaves(across, up, seed) * sun), SceneClasses.Vegetation);
            }
        }
    }
}
