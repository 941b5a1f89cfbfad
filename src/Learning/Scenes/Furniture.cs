using System.Numerics;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>What stands on a pole: street lamps, traffic signs, traffic lights. All of it is labelled as pole.</summary>
internal static class Furniture
{
    private static readonly Vector3 Steel = new(112, 116, 120);
    private static readonly Vector3 Sodium = new(255, 214, 150);

    /// <summary>A lamp whose arm reaches over the road from its side (−1 left, +1 right).</summary>
    public static void Lamp(Rasteriser raster, RandomKey key, int side, double z, SceneConditions light)
    {
        var tone = (float)key.ToRandom().NextUniform(0.55, 1.15);
        var foot = raster.Camera.ToView(side * (StreetPlan.Kerb + 0.45f), 0, z);
        if (foot.Z < 1.2f)
        {
            return;
        }

        Bar(raster, foot, -0.11f, 0.11f, 0, 6.4f, Steel * tone);
        var (armStart, armEnd) = side < 0 ? (0f, 1.7f) : (-1.7f, 0f);
        Bar(raster, foot, armStart, armEnd, 6.3f, 6.45f, Steel * tone);
        var head = -side * 1.5f;
        Bar(raster, foot, head - 0.35f, head + 0.35f, 6.15f, 6.38f, light.Lights > 0.3f ? Sodium : Steel * 1.3f, light.Lights > 0.3f ? 1 : 0);
        if (light.Lights > 0.3f)
        {
            var place = foot + new Vector3(head, 6.2f, 0);
            var screen = raster.Camera.ToScreen(place);
            raster.Canvas.Glows.Add(new(screen.X, screen.Y, foot.Z, 1.8f * raster.Camera.Focal / foot.Z, Sodium * (0.55f * light.Lights)));
        }
    }

    public static void Sign(Rasteriser raster, RandomKey key, int side, double z)
    {
        var random = key.ToRandom();
        var foot = raster.Camera.ToView(side * (StreetPlan.Kerb + (float)random.NextUniform(0.4, 0.7)), 0, z);
        if (foot.Z < 1.2f)
        {
            return;
        }

        Bar(raster, foot, -0.07f, 0.07f, 0, 2.9f, Steel);
        switch (random.Next(4))
        {
            case 0:
                Plate(raster, foot, 2.6f, 0.42f, 12, new(196, 38, 40), 0);
                Plate(raster, foot, 2.6f, 0.29f, 12, new(232, 232, 228), 0.01f);
                break;
            case 1:
                Plate(raster, foot, 2.6f, 0.42f, 12, new(36, 84, 168), 0);
                break;
            case 2:
                Plate(raster, foot, 2.55f, 0.5f, 3, new(204, 44, 40), 0);
                Plate(raster, foot, 2.55f, 0.3f, 3, new(236, 232, 220), 0.01f);
                break;
            default:
                Bar(raster, foot, -0.17f, 0.17f, 2.3f, 3.2f, new(38, 40, 42));
                var lit = random.Next(3);
                for (var i = 0; i < 3; i++)
                {
                    var colour = i switch { 0 => new Vector3(70, 220, 120), 1 => new(240, 190, 60), _ => new(240, 60, 50) };
                    Plate(raster, foot, 2.45f + 0.3f * i, 0.11f, 8, i == lit ? colour : colour * 0.25f, 0.01f, i == lit ? 0.8f : 0);
                }

                break;
        }
    }

    private static void Bar(Rasteriser raster, Vector3 foot, float left, float right, float bottom, float top, Vector3 colour, float emission = 0)
    {
        ReadOnlySpan<Vector3> corners = [foot + new Vector3(left, bottom, 0), foot + new Vector3(right, bottom, 0), foot + new Vector3(right, top, 0), foot + new Vector3(left, top, 0)];
        raster.Fill(corners, colour, SceneClasses.Pole, emission);
    }

    private static void Plate(Rasteriser raster, Vector3 foot, float height, float radius, int corners, Vector3 colour, float lift, float emission = 0)
    {
        Span<Vector3> rim = stackalloc Vector3[corners];
        for (var i = 0; i < corners; i++)
        {
            var (sine, cosine) = MathF.SinCos(MathF.PI / 2 + 2 * MathF.PI * i / corners);
            rim[i] = foot + new Vector3(radius * cosine, height + radius * sine, -0.02f - lift);
        }

        raster.Fill(rim, colour, SceneClasses.Pole, emission);
    }
}
