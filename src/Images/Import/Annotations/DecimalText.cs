using System.Globalization;

namespace Prcl.Images.Import.Annotations;

/// <summary>Numbers as they stand in texts: with a point, whatever the machine's language.</summary>
internal static class DecimalText
{
    /// <summary>A finite number.</summary>
    /// <exception cref="AnnotationException">The text is none.</exception>
    public static double Number(string text, string place) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new AnnotationException(place, $"'{Short(text)}' is no number");

    /// <summary>A whole number within bounds.</summary>
    /// <exception cref="AnnotationException">The text is none.</exception>
    public static int Whole(string text, int least, int most, string place) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new AnnotationException(place, $"'{Short(text)}' is no whole number from {least} to {most}");

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
