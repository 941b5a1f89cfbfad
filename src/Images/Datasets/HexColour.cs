using System.Globalization;

namespace Prcl.Images.Datasets;

/// <summary>Colours as <c>#rrggbb</c>.</summary>
internal static class HexColour
{
    /// <summary>The colour, or null for any other text.</summary>
    public static RgbColor? Of(string? text) =>
        text is ['#', .. { Length: 6 } digits] && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var packed)
            ? new RgbColor((byte)(packed >> 16), (byte)(packed >> 8), (byte)packed)
            : null;
}
