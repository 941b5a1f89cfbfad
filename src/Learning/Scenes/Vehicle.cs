using System.Numerics;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>A car or van of boxes: body, cabin with glass, wheels, lights, plate.</summary>
internal static class Vehicle
{
    private static readonly Vector3 Glass = new(46, 54, 66);
    private static readonly Vector3 Tyre = new(28, 28, 30);

    /// <summary>Length of the longest vehicle, metres.</summary>
    public const float MaxLength = 5.2f;

    /// <summary>Draws the vehicle of a key. Its end nearest to the camera is at z = <paramref name="rear"/>; that end is the front when it is <paramref name="oncoming"/>.</summary>
    public static void Draw(Rasteriser raster, RandomKey key, float x, double rear, bool oncoming, SceneConditions light)
    {
        var random = key.ToRandom();
        var isVan = random.NextDouble() < 0.2;
        var length = isVan ? MaxLength : (float)random.NextUniform(3.8, 4.6);
        float half = isVan ? 0.98f : (float)random.NextUniform(0.84, 0.92), waist = isVan ? 1.05f : 0.9f, roof = isVan ? 2.15f : (float)random.NextUniform(1.4, 1.55);
        var paint = Paint(random);
        var front = rear + length;
        if (front - raster.Camera.Z < 1)
        {
            return;
        }

        // Which side is seen depends on where the car stands.
        var side = x > raster.Camera.X ? -1 : 1;
        var sunlit = 1 + 0.18f * light.SunSide * side;
        float cabinRear = isVan ? 0.05f : (oncoming ? 1.0f : 0.35f), cabinFront = isVan ? 0.9f : (oncoming ? 0.35f : 1.0f), rake = isVan ? 0.1f : 0.45f;

        Box(raster, x, half, rear, front, 0.3f, waist, 0, 0, paint, sunlit, glass: false, side);
        Box(raster, x, half - 0.06f, rear + cabinRear, front - cabinFront, waist, roof, rake, 0.14f, paint, sunlit, glass: true, side);
        Wheels(raster, x + side * (half + 0.01f), rear, front);
        RearOrFront(raster, x, half, rear - 0.02, waist, oncoming, light);
    }

    private static Vector3 Paint(KeyedRandom random)
    {
        var tone = (float)random.NextUniform(30, 215);
        var hue = random.NextDouble() < 0.5 ? Vector3.One : new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) + new Vector3(0.25f);
        return Vector3.Min(hue * tone, new Vector3(235));
    }

    /// <summary>The seen faces of a box whose top is shorter by <paramref name="rake"/> at each end and narrower by <paramref name="inset"/> a side.</summary>
    private static void Box(
        Rasteriser raster, float x, float half, double rear, double front, float bottom, float top, float rake, float inset, Vector3 paint, float sunlit, bool glass, int side)
    {
        var camera = raster.Camera;
        float outer = x + side * half, inner = x + side * (half - inset);
        Quad(raster, paint * 0.86f, camera.ToView(x - half, bottom, rear), camera.ToView(x + half, bottom, rear), camera.ToView(x + half - inset, top, rear + rake), camera.ToView(x - half + inset, top, rear + rake));
        Quad(raster, paint * sunlit, camera.ToView(outer, bottom, rear), camera.ToView(outer, bottom, front), camera.ToView(inner, top, front - rake), camera.ToView(inner, top, rear + rake));
        Quad(raster, paint * 1.2f, camera.ToView(x - half + inset, top, rear + rake), camera.ToView(x + half - inset, top, rear + rake), camera.ToView(x + half - inset, top, front - rake), camera.ToView(x - half + inset, top, front - rake));
        if (!glass)
        {
            return;
        }

        // Panes lie a little in front of the faces: raised and inset copies.
        float low = bottom + 0.06f, high = top - 0.1f, out1 = outer + side * 0.02f, out2 = inner + side * 0.05f;
        var windscreen = half - 0.12f;
        Quad(raster, Glass, camera.ToView(x - windscreen, low, rear - 0.03), camera.ToView(x + windscreen, low, rear - 0.03), camera.ToView(x + windscreen - inset, high, rear + rake * 0.8 - 0.03), camera.ToView(x - windscreen + inset, high, rear + rake * 0.8 - 0.03));
        var middle = (rear + front) / 2;
        Quad(raster, Glass * 1.25f, camera.ToView(out1, low, rear + 0.25), camera.ToView(out1, low, middle - 0.06), camera.ToView(out2, high, middle - 0.06), camera.ToView(out2, high, rear + rake + 0.12));
        Quad(raster, Glass * 1.25f, camera.ToView(out1, low, middle + 0.06), camera.ToView(out1, low, front - 0.25), camera.ToView(out2, high, front - rake - 0.12), camera.ToView(out2, high, middle + 0.06));
    }

    private static void Wheels(Rasteriser raster, float plane, double rear, double front)
    {
        Span<Vector3> rim = stackalloc Vector3[10];
        foreach (var axle in (ReadOnlySpan<double>)[rear + 0.75, front - 0.8])
        {
            for (var i = 0; i < rim.Length; i++)
            {
                var (sine, cosine) = Math.SinCos(2 * Math.PI * i / rim.Length);
                rim[i] = raster.Camera.ToView(plane, 0.32f + 0.32f * (float)sine, axle + 0.32 * cosine);
            }

            raster.Fill(rim, Tyre, SceneClasses.Car);
        }
    }

    private static void RearOrFront(Rasteriser raster, float x, float half, double plane, float waist, bool oncoming, SceneConditions light)
    {
        var camera = raster.Camera;
        foreach (var at in (ReadOnlySpan<float>)[-half + 0.02f, half - 0.26f])
        {
            Upright(raster, Tyre, x + at, x + at + 0.24f, 0, 0.34f, plane + 0.1);
            var lamp = oncoming ? new Vector3(238, 236, 214) : new Vector3(196, 36, 30);
            Upright(raster, lamp, x + at, x + at + 0.24f, waist - 0.3f, waist - 0.12f, plane, light.Lights);
            var place = camera.ToView(x + at + 0.12f, waist - 0.2f, plane);
            if (light.Lights > 0.1f && place.Z > 3)
            {
                var screen = camera.ToScreen(place);
                raster.Canvas.Glows.Add(new(screen.X, screen.Y, place.Z, (oncoming ? 0.5f : 0.28f) * camera.Focal / place.Z, lamp * light.Lights * 0.6f));
            }
        }

        Upright(raster, new(52, 52, 54), x - half, x + half, 0.26f, 0.42f, plane + 0.005);
        Upright(raster, new(214, 214, 206), x - 0.26f, x + 0.26f, 0.46f, 0.58f, plane);
    }

    private static void Upright(Rasteriser raster, Vector3 colour, float left, float right, float bottom, float top, double z, float emission = 0)
    {
        var camera = raster.Camera;
        ReadOnlySpan<Vector3> corners = [camera.ToView(left, bottom, z), camera.ToView(right, bottom, z), camera.ToView(right, top, z), camera.ToView(left, top, z)];
        raster.Fill(corners, colour, SceneClasses.Car, emission);
    }

    private static void Quad(Rasteriser raster, Vector3 colour, Vector3 a, Vector3 b, Vector3 c, Vector3 d)
    {
        ReadOnlySpan<Vector3> corners = [a, b, c, d];
        raster.Fill(corners, Vector3.Min(colour, new(250)), SceneClasses.Car);
    }
}
