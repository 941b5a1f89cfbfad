using System.Globalization;

namespace Prcl.Benchmarks;

/// <summary>The arguments after a benchmark's name: pairs of <c>--name value</c>. An unknown name is an error.</summary>
internal sealed class BenchmarkArguments
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads the pairs.</summary>
    /// <param name="arguments">All arguments of the program; the first is the benchmark's name.</param>
    /// <param name="known">Every option there is.</param>
    /// <exception cref="ArgumentException">An option is unknown or has no value.</exception>
    public BenchmarkArguments(string[] arguments, params string[] known)
    {
        for (var i = 1; i < arguments.Length; i += 2)
        {
            if (!known.Contains(arguments[i]) || i + 1 == arguments.Length)
            {
                throw new ArgumentException($"'{arguments[i]}': options are pairs of a name and a value; names are {string.Join(", ", known)}");
            }

            _values[arguments[i]] = arguments[i + 1];
        }
    }

    /// <summary>The text given, or null.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>The whole number given, or the default.</summary>
    /// <exception cref="ArgumentException">The value is no whole number above 0.</exception>
    public int Number(string name, int otherwise) => Text(name) is { } text ? Parse(name, text) : otherwise;

    /// <summary>The whole numbers given, with commas between them, or the default.</summary>
    /// <exception cref="ArgumentException">One of them is no whole number above 0.</exception>
    public int[] Numbers(string name, params int[] otherwise) =>
        Text(name) is { } text ? Array.ConvertAll(text.Split(','), part => Parse(name, part)) : otherwise;

    private static int Parse(string name, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ArgumentException($"{name} is '{text}'; it must be a whole number above 0");
}
