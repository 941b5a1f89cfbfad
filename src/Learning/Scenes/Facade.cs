using System.Numerics;
using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>A house front: plaster or brick, rows of windows, a ground floor with shop windows, a cornice.</summary>
internal readonly struct Facade : IWallSurface
{
    private const float GroundFloor = 3.6f;
    private static readonly Vector3 LampLight = new(255, 208, 128);

    private readonly Vector3 _wall;
    private readonly Vector3 _trim;
    private readonly Vector3 _glass;
    private readonly Vector3 _awning;
    private readonly float _height;
    private readonly float _floor;
    private readonly float _pitch;
    private readonly float _windowWidth;
    private readonly float _windowHeight;
    private readonly float _lit;
    private readonly bool _brick;
    private readonly bool _blind;
    private readonly uint _seed;

    private Facade(KeyedRandom random, float shade, float lit, bool blind)
    {
        var tone = (float)random.NextUniform(95, 205);
        var hue = Palette[random.Next(Palette.Length)];
        _wall = hue * tone * shade;
        _brick = random.NextDouble() < 0.4;
        _trim = Vector3.Lerp(_wall * 1.25f, new Vector3(215) * shade, 0.4f);
        _glass = new Vector3(52, 62, 78) * (float)random.NextUniform(0.7, 1.4);
        _awning = new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) * 150 * shade + new Vector3(40);
        _floor = (float)random.NextUniform(2.9, 3.5);
        _height = GroundFloor + random.Next(1, 6) * _floor + 0.7f;
        _pitch = (float)random.NextUniform(1.9, 3.3);
        _windowWidth = (float)random.NextUniform(0.4, 0.68);
        _windowHeight = (float)random.NextUniform(0.45, 0.65);
        (_lit, _blind) = (lit, blind);
        _seed = (uint)random.Next();
    }

    /// <summary>Share of red, green and blue in building materials.</summary>
    private static Vector3[] Palette { get; } =
    [
        new(1.00f, 0.97f, 0.92f), new(1.06f, 0.92f, 0.74f), new(1.04f, 0.78f, 0.64f), new(0.92f, 0.96f, 1.02f), new(1.05f, 0.99f, 0.80f), new(0.86f, 0.90f, 0.86f),
    ];

    public float Height => _height;

    /// <summary>The front (with windows) or the side wall (blind) of the house at a key; both agree in all but light.</summary>
    public static Facade Of(RandomKey key, float shade, float lit, bool blind) => new(key.ToRandom(), shade, lit, blind);

    public bool TryShade(float along, float up, float footprint, out Vector3 colour, out float emission)
    {
        emission = 0;
        var grain = Grain.White((long)MathF.Floor(along * 5), (long)MathF.Floor(up * 5), _seed) - 0.5f;
        var stain = Grain.Smooth(along * 0.35, up * 0.35, _seed ^ 1) - 0.5f;
        colour = _wall * (1 + 0.10f * grain + 0.22f * stain);
        if (_brick && footprint < 0.12f && (Fraction(up / 0.22f) < 0.2f || Fraction(along / 0.5f + 0.5f * (MathF.Floor(up / 0.22f) % 2)) < 0.1f))
        {
            colour *= 0.82f;
        }

        if (up > _height - 0.45f)
        {
            colour = _trim;
        }
        else if (!_blind && up < GroundFloor)
        {
            ShopFront(along, up, ref colour, ref emission);
        }
        else if (!_blind)
        {
            Windows(along, up - GroundFloor, footprint, ref colour, ref emission);
        }

        return true;
    }

    private void ShopFront(float along, float up, ref Vector3 colour, ref float emission)
    {
        var bay = (long)MathF.Floor(along / (2 * _pitch));
        var within = Fraction(along / (2 * _pitch));
        if (up is > 2.6f and < 3.2f)
        {
            colour = Grain.White(bay / 2, 7, _seed) < 0.6f ? _awning : _trim;
        }
        else if (within is > 0.08f and < 0.92f && up is > 0.5f and < 2.6f)
        {
            Pane(bay, -1, up / 2.6f, ref colour, ref emission);
        }
    }

    private void Windows(float along, float up, float footprint, ref Vector3 colour, ref float emission)
    {
        float u = Fraction(along / _pitch) - 0.5f, v = Fraction(up / _floor) - 0.5f;
        float outsideX = MathF.Abs(u) - _windowWidth / 2, outsideY = MathF.Abs(v) - _windowHeight / 2;
        if (footprint > 0.45f * _pitch)
        {
            // Too far to tell windows apart: their mean.
            colour = Vector3.Lerp(colour, _glass, _windowWidth * _windowHeight);
        }
        else if (outsideX < 0 && outsideY < 0)
        {
            Pane((long)MathF.Floor(along / _pitch), (long)MathF.Floor(up / _floor), 0.5f - v, ref colour, ref emission);
            if (footprint < 0.1f && MathF.Abs(u) < 0.02f)
            {
                colour = _trim;
            }
        }
        else if (outsideX < 0.06f && outsideY < 0.05f)
        {
            colour = _trim;
        }
    }

    private void Pane(long column, long floor, float depth, ref Vector3 colour, ref float emission)
    {
        var mood = Grain.White(column, floor, _seed ^ 2);
        if (mood < _lit)
        {
            colour = LampLight * (0.65f + 0.35f * Grain.White(column, floor, _seed ^ 3));
            emission = 0.85f;
            return;
        }

        colour = Vector3.Lerp(_glass * (0.6f + 0.9f * mood), new(140, 160, 182), 0.35f * (1 - depth) * mood);
    }

    private static float Fraction(float value) => value - MathF.Floor(value);
}
