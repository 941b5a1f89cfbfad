using System.Globalization;

namespace Prcl.Client.Output;

/// <summary>Numbers as a person reads them.</summary>
internal static class Figures
{
    private const string None = "–";

    /// <summary>Four significant digits; a dash for a number that there isn't.</summary>
    public static string Short(double? value) => value switch
    {
        null => None,
        var number when !double.IsFinite(number.Value) => None,
        0 => "0",
        var number when Math.Abs(number.Value) is >= 1e-3 and < 1e6 => number.Value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.###e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>An amount or a rate, to three digits or so.</summary>
    public static string Rate(double value) => value.ToString(value < 10 ? "0.##" : "0.#", CultureInfo.InvariantCulture);

    /// <summary>A count with separators.</summary>
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Percent from percent, two decimals; a dash for none.</summary>
    public static string Percent(double value) =>
        double.IsFinite(value) ? value.ToString("0.00", CultureInfo.InvariantCulture) : None;

    /// <summary>Percent from a share of 0 to 1, one decimal; what is there but rounds to nothing is "&lt;0.1".</summary>
    public static string Share(double share) => share is > 0 and < 0.0005 ? "<0.1" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Points of percent with their sign, two decimals; a dash for none.</summary>
    public static string Gain(double value) =>
        double.IsFinite(value) ? value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : None;

    /// <summary>A time, to the second, in UTC.</summary>
    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
