using System.Numerics;

namespace Prcl.Learning.Scenes;

/// <summary>Fills polygons and textured upright walls on a canvas, as a camera sees them.</summary>
internal sealed class Rasteriser(Canvas canvas, Camera camera)
{
    public Canvas Canvas => canvas;

    public Camera Camera => camera;

    /// <summary>Fills a convex polygon given in view coordinates.</summary>
    public void Fill(ReadOnlySpan<Vector3> view, Vector3 colour, ushort label, float emission = 0)
    {
        Span<Vector3> screen = stackalloc Vector3[view.Length];
        for (var i = 0; i < view.Length; i++)
        {
            var point = camera.ToScreen(view[i]);
            screen[i] = new(point.X, point.Y, 1 / point.Z);
        }

        for (var i = 2; i < screen.Length; i++)
        {
            FillTriangle(screen[0], screen[i - 1], screen[i], colour, label, emission);
        }
    }

    /// <summary>
    /// Draws an upright wall from the ground up to a height. The wall runs between two places (x, distance) in view; the
    /// surface is asked for its colour at metres along the wall and metres above the ground.
    /// </summary>
    public void Wall<TSurface>(Vector2 from, Vector2 to, float start, float end, float height, ushort label, in TSurface surface)
        where TSurface : struct, IWallSurface
    {
        float columnA = camera.CentreX + camera.Focal * from.X / from.Y, columnB = camera.CentreX + camera.Focal * to.X / to.Y;
        var first = Math.Max(0, (int)MathF.Ceiling(MathF.Min(columnA, columnB) - 0.5f));
        var last = Math.Min(camera.Width - 1, (int)MathF.Ceiling(MathF.Max(columnA, columnB) - 0.5f) - 1);
        var along = to - from;
        for (var column = first; column <= last; column++)
        {
            var share = ShareAt(column, from, along);
            var footprint = MathF.Abs(ShareAt(column + 1, from, along) - share) * MathF.Abs(end - start);
            share = Math.Clamp(share, 0, 1);
            var distance = from.Y + share * along.Y;
            var metre = distance / camera.Focal;
            var top = Math.Max(0, (int)MathF.Ceiling(camera.Horizon - (height - camera.EyeHeight) / metre - 0.5f));
            var bottom = Math.Min(camera.Height - 1, (int)MathF.Ceiling(camera.Horizon + camera.EyeHeight / metre - 0.5f) - 1);
            for (int row = top, pixel = top * camera.Width + column; row <= bottom; row++, pixel += camera.Width)
            {
                var up = camera.EyeHeight + (camera.Horizon - row - 0.5f) * metre;
                if (!canvas.IsHidden(pixel, distance)
                    && surface.TryShade(start + share * (end - start), up, MathF.Max(footprint, metre), out var colour, out var emission))
                {
                    canvas.Plot(pixel, distance, colour, label, emission);
                }
            }
        }
    }

    private float ShareAt(int column, Vector2 from, Vector2 along)
    {
        var slope = (column + 0.5f - camera.CentreX) / camera.Focal;
        return (slope * from.Y - from.X) / (along.X - slope * along.Y);
    }

    private void FillTriangle(Vector3 a, Vector3 b, Vector3 c, Vector3 colour, ushort label, float emission)
    {
        var area = Cross(a, b, c.X, c.Y);
        if (MathF.Abs(area) < 1e-6f)
        {
            return;
        }

        int left = Pixel(MathF.Min(a.X, MathF.Min(b.X, c.X)), camera.Width), right = Pixel(MathF.Max(a.X, MathF.Max(b.X, c.X)) + 1, camera.Width);
        int top = Pixel(MathF.Min(a.Y, MathF.Min(b.Y, c.Y)), camera.Height), bottom = Pixel(MathF.Max(a.Y, MathF.Max(b.Y, c.Y)) + 1, camera.Height);
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                float x = column + 0.5f, y = row + 0.5f;
                float shareA = Cross(b, c, x, y) / area, shareB = Cross(c, a, x, y) / area, shareC = 1 - shareA - shareB;
                if (shareA < 0 || shareB < 0 || shareC < 0)
                {
                    continue;
                }

                // 1/z is what interpolates linearly on the screen.
                var depth = 1 / (shareA * a.Z + shareB * b.Z + shareC * c.Z);
                var pixel = row * camera.Width + column;
                if (!canvas.IsHidden(pixel, depth))
                {
                    canvas.Plot(pixel, depth, colour, label, emission);
                }
            }
        }
    }

    private static float Cross(Vector3 a, Vector3 b, float x, float y) => (b.X - a.X) * (y - a.Y) - (b.Y - a.Y) * (x - a.X);

    private static int Pixel(float position, int size) => (int)Math.Clamp(MathF.Floor(position), 0, size);
}
