using System.Numerics;

namespace Prcl.Learning.Scenes;

/// <summary>Light and weather of one frame. Colours are 0…255, <see cref="Ambient"/> is a factor a channel.</summary>
internal sealed record SceneConditions
{
    public required Vector3 SkyTop { get; init; }

    public required Vector3 SkyHorizon { get; init; }

    /// <summary>How much of the sky is cloud, 0…1.</summary>
    public required float Clouds { get; init; }

    public required Vector3 Ambient { get; init; }

    /// <summary>Where the sun stands: −1 left, +1 right, 0 no direct light.</summary>
    public required float SunSide { get; init; }

    /// <summary>Extinction a metre, towards <see cref="SkyHorizon"/>.</summary>
    public required float Fog { get; init; }

    public required float Contrast { get; init; }

    /// <summary>Standard deviation of the sensor's noise in 8-bit levels.</summary>
    public required float Noise { get; init; }

    /// <summary>Strength of the rain streaks, 0…1.</summary>
    public required float Rain { get; init; }

    /// <summary>How much the ground mirrors, 0…1.</summary>
    public required float Wetness { get; init; }

    /// <summary>Share of windows that are lit, and strength of lamps, 0…1.</summary>
    public required float Lights { get; init; }

    /// <summary>The conditions of a frame: they change smoothly with it and repeat after some hundred frames.</summary>
    public static SceneConditions At(SceneDomain domain, double frame, double phase) => domain switch
    {
        SceneDomain.Day => Day(Wave(frame, 170, phase), Wave(frame, 410, phase + 0.3)),
        SceneDomain.Dusk => Dusk(Wave(frame, 260, phase)),
        SceneDomain.Rain => Rainy(Wave(frame, 150, phase), Wave(frame, 370, phase + 0.6)),
        _ => throw new ArgumentOutOfRangeException(nameof(domain), domain, $"Scenes know the domains {string.Join(", ", Enum.GetNames<SceneDomain>())}."),
    };

    private static SceneConditions Day(float warmth, float cloud) => new()
    {
        SkyTop = Mix(new(74, 128, 206), new(134, 158, 190), cloud),
        SkyHorizon = Mix(new(178, 208, 236), new(206, 214, 222), cloud),
        Clouds = 0.25f + 0.5f * cloud,
        Ambient = Mix(new(0.98f, 1.04f, 1.12f), new(1.16f, 1.04f, 0.88f), warmth) * (1.05f - 0.15f * cloud),
        SunSide = (1 - 0.8f * cloud) * (warmth - 0.5f) * 2,
        Fog = 0.0015f + 0.002f * cloud,
        Contrast = 1.08f - 0.1f * cloud,
        Noise = 3,
        Rain = 0,
        Wetness = 0,
        Lights = 0,
    };

    private static SceneConditions Dusk(float night) => new()
    {
        SkyTop = Mix(new(96, 104, 160), new(24, 32, 74), night),
        SkyHorizon = Mix(new(250, 170, 104), new(120, 84, 118), night),
        Clouds = 0.45f,
        Ambient = Mix(new(0.92f, 0.68f, 0.52f), new(0.40f, 0.43f, 0.62f), night),
        SunSide = 0.35f * (1 - night),
        Fog = 0.004f,
        Contrast = 1.05f,
        Noise = 4.5f + 3.5f * night,
        Rain = 0,
        Wetness = 0,
        Lights = 0.35f + 0.5f * night,
    };

    private static SceneConditions Rainy(float shower, float cold) => new()
    {
        SkyTop = Mix(new(128, 136, 146), new(98, 106, 120), shower),
        SkyHorizon = Mix(new(178, 182, 186), new(150, 158, 168), shower),
        Clouds = 1,
        Ambient = Mix(new(0.80f, 0.81f, 0.80f), new(0.66f, 0.72f, 0.82f), cold) * (1 - 0.12f * shower),
        SunSide = 0,
        Fog = 0.007f + 0.013f * shower,
        Contrast = 0.92f - 0.1f * shower,
        Noise = 4 + 2 * shower,
        Rain = 0.35f + 0.65f * shower,
        Wetness = 0.35f + 0.3f * shower,
        Lights = 0.2f,
    };

    private static float Wave(double frame, double period, double phase) => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (frame / period + phase)));

    private static Vector3 Mix(Vector3 from, Vector3 to, float share) => Vector3.Lerp(from, to, share);
}
