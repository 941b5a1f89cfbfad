using System.Buffers;
using System.Numerics;

namespace Prcl.Learning.Scenes;

/// <summary>
/// What is being drawn: for each pixel the unlit colour, how much of it shines by itself, the distance and the class. The depth test
/// decides colour and label together, at the pixel's centre, so labels are exact.
/// </summary>
internal sealed class Canvas : IDisposable
{
    private readonly float[] _depths;
    private readonly float[] _emissions;
    private readonly Vector3[] _colours;

    public Canvas(int width, int height)
    {
        (Width, Height) = (width, height);
        Labels = new ushort[width * height];
        _depths = ArrayPool<float>.Shared.Rent(Labels.Length);
        _emissions = ArrayPool<float>.Shared.Rent(Labels.Length);
        _colours = ArrayPool<Vector3>.Shared.Rent(Labels.Length);
        Depths.Fill(float.PositiveInfinity);
        Emissions.Clear();
    }

    public int Width { get; }

    public int Height { get; }

    public ushort[] Labels { get; }

    public Span<float> Depths => _depths.AsSpan(0, Labels.Length);

    /// <summary>0 takes the light of the scene, 1 keeps its own colour.</summary>
    public Span<float> Emissions => _emissions.AsSpan(0, Labels.Length);

    public Span<Vector3> Colours => _colours.AsSpan(0, Labels.Length);

    /// <summary>Halos of lamps, added after lighting.</summary>
    public List<Glow> Glows { get; } = [];

    public bool IsHidden(int pixel, float depth) => depth >= _depths[pixel];

    public void Plot(int pixel, float depth, Vector3 colour, ushort label, float emission = 0)
    {
        _depths[pixel] = depth;
        _colours[pixel] = colour;
        Labels[pixel] = label;
        _emissions[pixel] = emission;
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_depths);
        ArrayPool<float>.Shared.Return(_emissions);
        ArrayPool<Vector3>.Shared.Return(_colours);
    }

    /// <summary>A round halo on the screen, radius in pixels.</summary>
    internal readonly record struct Glow(float Column, float Row, float Distance, float Radius, Vector3 Colour);
}
