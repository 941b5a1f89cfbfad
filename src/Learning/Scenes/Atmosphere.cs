using System.Numerics;
using Prcl.Learning.Images;

namespace Prcl.Learning.Scenes;

/// <summary>Turns an unlit drawing into a photograph: wet mirror, light, fog, halos, lens, rain, sensor noise. Labels stay as they are.</summary>
internal sealed class Atmosphere(Canvas canvas, Camera camera, SceneConditions light, uint seed)
{
    public RgbImage Develop()
    {
        if (light.Wetness > 0)
        {
            Mirror();
        }

        Illuminate();
        foreach (var glow in canvas.Glows)
        {
            Shine(glow);
        }

        var blurred = Blur();
        if (light.Rain > 0)
        {
            Streaks(blurred);
        }

        return Expose(blurred);
    }

    /// <summary>Wet ground shows, darkened, what stands as far above the horizon.</summary>
    private void Mirror()
    {
        var colours = canvas.Colours;
        for (var row = (int)MathF.Ceiling(camera.Horizon); row < canvas.Height; row++)
        {
            var mirrored = (int)(2 * camera.Horizon) - row;
            for (var column = 0; mirrored >= 0 && column < canvas.Width; column++)
            {
                var pixel = row * canvas.Width + column;
                if (canvas.Labels[pixel] is SceneClasses.Road or SceneClasses.Pavement)
                {
                    var puddle = light.Wetness * Grain.Smooth(camera.StreetX(column, camera.GroundDistance(row)) * 0.8, (camera.Z + camera.GroundDistance(row)) * 0.25, 17);
                    colours[pixel] = Vector3.Lerp(colours[pixel] * (1 - 0.35f * light.Wetness), colours[mirrored * canvas.Width + column], 0.75f * puddle);
                }
            }
        }
    }

    private void Illuminate()
    {
        var colours = canvas.Colours;
        var emissions = canvas.Emissions;
        var depths = canvas.Depths;
        for (var pixel = 0; pixel < colours.Length; pixel++)
        {
            var lit = colours[pixel] * Vector3.Lerp(light.Ambient, Vector3.One, emissions[pixel]);
            var haze = float.IsPositiveInfinity(depths[pixel]) ? 0 : 1 - MathF.Exp(-light.Fog * depths[pixel]);
            colours[pixel] = Vector3.Lerp(lit, light.SkyHorizon, haze);
        }
    }

    private void Shine(Canvas.Glow glow)
    {
        int left = Math.Max(0, (int)(glow.Column - glow.Radius)), right = Math.Min(canvas.Width - 1, (int)(glow.Column + glow.Radius));
        int top = Math.Max(0, (int)(glow.Row - glow.Radius)), bottom = Math.Min(canvas.Height - 1, (int)(glow.Row + glow.Radius));
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                float dx = (column + 0.5f - glow.Column) / glow.Radius, dy = (row + 0.5f - glow.Row) / glow.Radius;
                var strength = 1 - dx * dx - dy * dy;
                var pixel = row * canvas.Width + column;
                if (strength > 0 && canvas.Depths[pixel] > glow.Distance - 1)
                {
                    canvas.Colours[pixel] += glow.Colour * (strength * strength * strength);
                }
            }
        }
    }

    /// <summary>The lens: a 3×3 kernel (1 2 1)/4 each way.</summary>
    private Vector3[] Blur()
    {
        var (width, height) = (canvas.Width, canvas.Height);
        var colours = canvas.Colours;
        var across = new Vector3[colours.Length];
        for (var row = 0; row < height; row++)
        {
            var line = colours.Slice(row * width, width);
            for (var column = 0; column < width; column++)
            {
                across[row * width + column] = (line[Math.Max(0, column - 1)] + 2 * line[column] + line[Math.Min(width - 1, column + 1)]) * 0.25f;
            }
        }

        for (var row = 0; row < height; row++)
        {
            int above = Math.Max(0, row - 1) * width, here = row * width, below = Math.Min(height - 1, row + 1) * width;
            for (var column = 0; column < width; column++)
            {
                colours[here + column] = (across[above + column] + 2 * across[here + column] + across[below + column]) * 0.25f;
            }
        }

        colours.CopyTo(across);
        return across;
    }

    private void Streaks(Vector3[] colours)
    {
        var (width, height) = (canvas.Width, canvas.Height);
        var count = (int)(light.Rain * width * height / 150);
        for (var i = 0; i < count; i++)
        {
            var column = Grain.White(i, 1, seed) * (width + 20) - 10;
            var start = Grain.White(i, 2, seed) * (height + 20) - 20;
            var length = (0.03f + 0.07f * Grain.White(i, 3, seed)) * height;
            var strength = 0.1f + 0.22f * Grain.White(i, 4, seed);
            for (var step = 0; step < length; step++)
            {
                int x = (int)(column + step * 0.22f), y = (int)start + step;
                if (x >= 0 && x < width && y >= 0 && y < height)
                {
                    colours[y * width + x] = Vector3.Lerp(colours[y * width + x], new(206, 212, 220), strength);
                }
            }
        }
    }

    private RgbImage Expose(Vector3[] colours)
    {
        var pixels = new byte[colours.Length * 3];
        for (int pixel = 0, at = 0; pixel < colours.Length; pixel++, at += 3)
        {
            var noise = Grain.Normal(pixel % canvas.Width, pixel / canvas.Width, seed) * light.Noise;
            var level = Vector3.Clamp((colours[pixel] - new Vector3(118)) * light.Contrast + new Vector3(118.5f) + noise, Vector3.Zero, new(255));
            pixels[at] = (byte)level.X;
            pixels[at + 1] = (byte)level.Y;
            pixels[at + 2] = (byte)level.Z;
        }

        return new RgbImage(canvas.Width, canvas.Height, pixels);
    }
}
