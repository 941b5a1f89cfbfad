using System.Numerics;

namespace Prcl.Learning.Scenes;

/// <summary>The texture of a wall; a struct, so that drawing a wall is compiled for it.</summary>
internal interface IWallSurface
{
    /// <summary>
    /// The unlit colour at metres along and up the wall, and how much it shines by itself. <paramref name="footprint"/>: metres that a pixel
    /// covers, to leave out what is finer. False: the wall has a hole here.
    /// </summary>
    bool TryShade(float along, float up, float footprint, out Vector3 colour, out float emission);
}
