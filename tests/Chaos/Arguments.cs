using System.Globalization;

namespace Prcl.Chaos;

/// <summary>Reads a command line of names and values: <c>--name value …</c>.</summary>
internal static class Arguments
{
    /// <summary>The pairs, in their order.</summary>
    /// <exception cref="ArgumentException">The last name lacks its value.</exception>
    public static IEnumerable<(string Name, string Value)> Pairs(string[] arguments) => arguments.Chunk(2).Select(
        pair => pair is [var name, var value] ? (name, value) : throw new ArgumentException($"{pair[0]} lacks its value"));

    /// <summary>A number within bounds.</summary>
    /// <exception cref="ArgumentException">It is none, or out of them.</exception>
    public static double Number(string name, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; it must be a number from {least} to {most}"));

    /// <summary>A whole number within bounds.</summary>
    /// <exception cref="ArgumentException">It is none, or out of them.</exception>
    public static int Whole(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"{name} is '{text}'; it must be a whole number from {least} to {most}");
}
