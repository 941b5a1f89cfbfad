using System.Numerics;

namespace Prcl.Learning.Scenes;

/// <summary>
/// A pinhole camera that looks along the street. The street's own frame: x to the right in metres from the middle of the road, y up from
/// the ground, z along the road. In view, z is the distance ahead, y is relative to the eye, and the road's bend is a shift of x that grows as z².
/// </summary>
internal readonly record struct Camera(int Width, int Height, float Focal, float CentreX, float Horizon, float X, double Z, float EyeHeight, float Bend)
{
    /// <summary>Nothing nearer is drawn. Points are moved here along z, which for faces along the street is exact clipping.</summary>
    public const float Near = 0.4f;

    /// <summary>The end of the street, where a skyline closes the view.</summary>
    public const float Far = 120;

    public Vector3 ToView(float x, float y, double z)
    {
        var ahead = MathF.Max(Near, (float)(z - Z));
        return new(x - X + Bend * ahead * ahead, y - EyeHeight, ahead);
    }

    /// <summary>Column, row and distance of a point in view.</summary>
    public Vector3 ToScreen(Vector3 view) => new(CentreX + Focal * view.X / view.Z, Horizon - Focal * view.Y / view.Z, view.Z);

    /// <summary>The distance at which a row below the horizon sees the ground.</summary>
    public float GroundDistance(int row) => EyeHeight * Focal / (row + 0.5f - Horizon);

    /// <summary>The street's x of what a column sees at a distance.</summary>
    public float StreetX(float column, float distance) => X + (column - CentreX) * distance / Focal - Bend * distance * distance;
}
