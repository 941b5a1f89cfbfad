namespace Prcl.Images.Files;

/// <summary>A colour for each pixel of a picture.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Colours">Row by row, as 0xRRGGBB; length width × height.</param>
public sealed record ColourPixels(int Width, int Height, uint[] Colours)
{
    /// <summary>A colour as people write it, like <c>#ff8000</c>.</summary>
    public static string Hex(uint colour) => $"#{colour:x6}";
}
