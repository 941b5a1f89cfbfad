using Prcl.Images.Files;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>
/// An endless procedural drive through a street, with exact labels: the data of the demo when no others are given. A frame is a pure function
/// of (seed, domain, frame); consecutive frames are one camera step apart. Thread-safe.
/// </summary>
public sealed class StreetScenes
{
    /// <summary>Metres a frame.</summary>
    internal const double CameraSpeed = 0.9;

    private const int MinSize = 16;
    private readonly RandomKey _key;

    /// <summary>Scenes of a seed.</summary>
    /// <param name="seed">Chooses the streets, and everything on them.</param>
    /// <param name="width">Columns, at least 16.</param>
    /// <param name="height">Rows, at least 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 16.</exception>
    public StreetScenes(long seed, int width = 240, int height = 176)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, MinSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, MinSize);
        (Width, Height) = (width, height);
        _key = RandomKey.FromSeed(seed).With(Purpose.Scenes);
    }

    /// <summary>Columns of each scene.</summary>
    public int Width { get; }

    /// <summary>Rows of each scene.</summary>
    public int Height { get; }

    /// <summary>Draws a frame of a domain's drive.</summary>
    /// <param name="domain">The street with its light and weather.</param>
    /// <param name="frame">From 0; every domain has its own count.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frame"/> is negative or <paramref name="domain"/> is not known.</exception>
    public Scene Draw(SceneDomain domain, int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        var street = _key.With((long)domain);
        var phase = street.With((long)StreetPlan.Layer.Weather).ToRandom().NextDouble();
        var light = SceneConditions.At(domain, frame, phase);
        var camera = CameraAt(frame, phase);
        var sensor = (uint)street.With((long)StreetPlan.Layer.Sensor).With(frame).State;

        using var canvas = new Canvas(Width, Height);
        new Street(street, frame, light, new Rasteriser(canvas, camera)).Draw();
        return new Scene(new Atmosphere(canvas, camera, light, sensor).Develop(), new LabelMap(Width, Height, canvas.Labels));
    }

    private Camera CameraAt(int frame, double phase)
    {
        float Sway(double period, double offset) => (float)Math.Sin(2 * Math.PI * (frame / period + phase + offset));
        var focal = 1.15f * MathF.Min(Height, Width * 0.8f);
        return new Camera(
            Width,
            Height,
            focal,
            CentreX: Width * (0.5f + 0.05f * Sway(97, 0.2)),
            Horizon: Height * (0.46f + 0.012f * Sway(41, 0.7)),
            X: 1.3f + 0.3f * Sway(63, 0.4),
            Z: frame * CameraSpeed,
            EyeHeight: 1.75f,
            Bend: 0.0022f * Sway(230, 0.1));
    }
}
