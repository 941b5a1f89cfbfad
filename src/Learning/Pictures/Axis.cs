using System.Globalization;

namespace Prcl.Learning.Pictures;

/// <summary>A range of values along a chart's edge, with ticks at round numbers.</summary>
internal sealed class Axis
{
    private readonly bool _logarithmic;

    private Axis(double low, double high, bool logarithmic) => (Low, High, _logarithmic) = (low, high, logarithmic);

    public double Low { get; }

    public double High { get; }

    /// <summary>An axis that holds all drawable values; without any it runs from 0 to 1. On a logarithmic axis only positive values are drawable.</summary>
    public static Axis Over(IEnumerable<double> values, bool logarithmic = false, double margin = 0.04)
    {
        var drawable = values.Where(v => double.IsFinite(v) && (!logarithmic || v > 0)).Select(v => logarithmic ? Math.Log10(v) : v).ToArray();
        double low = drawable.Length == 0 ? 0 : drawable.Min(), high = drawable.Length == 0 ? 1 : drawable.Max();
        if (high - low < 1e-9 * Math.Max(1e-3, Math.Abs(high)))
        {
            var half = logarithmic ? 0.5 : Math.Max(Math.Abs(high) * 0.1, 1e-6);
            (low, high) = (low - half, high + half);
        }

        return new Axis(low - margin * (high - low), high + margin * (high - low), logarithmic);
    }

    /// <summary>The same axis wider, so that its range is the given one (in axis units).</summary>
    public Axis Widened(double range)
    {
        var extra = Math.Max(0, range - (High - Low)) / 2;
        return new Axis(Low - extra, High + extra, _logarithmic);
    }

    /// <summary>Where a value stands, 0…1 from low to high; NaN when it can't be drawn.</summary>
    public double ShareOf(double value)
    {
        var place = _logarithmic ? (value > 0 ? Math.Log10(value) : double.NaN) : value;
        return double.IsFinite(place) ? (place - Low) / (High - Low) : double.NaN;
    }

    /// <summary>Round values within the axis, about as many as asked for, and how they read.</summary>
    public IReadOnlyList<(double Value, string Text)> Ticks(int about)
    {
        if (_logarithmic && High - Low > 1.2)
        {
            var stride = Math.Max(1, (int)Math.Ceiling((High - Low) / Math.Max(1, about)));
            return [.. Multiples(stride, Low, High).Select(e => (Math.Pow(10, e), Power(e)))];
        }

        double low = _logarithmic ? Math.Pow(10, Low) : Low, high = _logarithmic ? Math.Pow(10, High) : High;
        var step = RoundStep((high - low) / Math.Max(1, about));
        var digits = Math.Clamp((int)-Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
        return [.. Multiples(step, low, high).Select(v => (v, Format(v, step, digits)))];
    }

    private static IEnumerable<double> Multiples(double step, double low, double high)
    {
        for (var i = Math.Ceiling(low / step - 1e-9); i * step <= high + 1e-9 * step; i++)
        {
            // Adding zero turns −0 into 0.
            yield return i * step + 0.0;
        }
    }

    /// <summary>The 1, 2 or 5 times a power of ten that is next to a size, upwards.</summary>
    private static double RoundStep(double size)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(size)));
        return (size / power) switch { <= 1.0001 => power, <= 2.0001 => 2 * power, <= 5.0001 => 5 * power, _ => 10 * power };
    }

    private static string Format(double value, double step, int digits)
    {
        var invariant = CultureInfo.InvariantCulture;
        var text = value == 0 ? 0.0.ToString("F" + digits, invariant) : Math.Max(Math.Abs(value), step) switch
        {
            >= 1e15 => value.ToString("0.#e0", invariant),
            >= 1e6 when step >= 1e3 => (value / 1e6).ToString("0.###", invariant) + "M",
            >= 1e4 when step >= 100 => (value / 1e3).ToString("0.#", invariant) + "k",
            < 1e-4 => value.ToString("0.#e0", invariant),
            _ => value.ToString("F" + digits, invariant),
        };
        return text.Replace('-', '−');
    }

    private static string Power(double exponent) => exponent is >= -3 and <= 4
        ? Math.Pow(10, exponent).ToString("0.###", CultureInfo.InvariantCulture)
        : "1e" + exponent.ToString("0", CultureInfo.InvariantCulture).Replace('-', '−');
}
