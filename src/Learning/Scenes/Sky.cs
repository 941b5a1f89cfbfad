using System.Numerics;

namespace Prcl.Learning.Scenes;

/// <summary>Gradient and drifting clouds, wherever nothing stands.</summary>
internal static class Sky
{
    public static void Draw(Canvas canvas, Camera camera, SceneConditions light, int frame, uint seed)
    {
        var cloud = Vector3.Lerp(light.SkyHorizon, new(236, 236, 238), 0.35f * MathF.Min(1, light.Ambient.Y));
        for (var row = 0; row < canvas.Height; row++)
        {
            var height = Math.Clamp((camera.Horizon - row) / camera.Horizon, 0, 1);
            var clear = Vector3.Lerp(light.SkyHorizon, light.SkyTop, MathF.Pow(height, 0.7f));
            for (var column = 0; column < canvas.Width; column++)
            {
                var pixel = row * canvas.Width + column;
                if (!float.IsPositiveInfinity(canvas.Depths[pixel]))
                {
                    continue;
                }

                // Clouds lie in a plane overhead, so they shrink towards the horizon.
                var distance = 1 / (height + 0.25f);
                double x = (column - camera.CentreX) / camera.Focal * distance * 4 + frame * 0.006, y = distance * 5;
                var density = 0.65f * Grain.Smooth(x, y, seed) + 0.35f * Grain.Smooth(x * 2.7, y * 2.7, seed ^ 9);
                var cover = Math.Clamp((density - 0.95f + light.Clouds) * 1.6f, 0, 0.85f);
                // The sky is a light source: the scene's light doesn't dim it.
                canvas.Plot(pixel, float.PositiveInfinity, Vector3.Lerp(clear, cloud * (0.82f + 0.3f * density), cover), SceneClasses.Sky, 1);
            }
        }
    }
}
