using System.Text.Json;

namespace Prcl.Benchmarks;

/// <summary>What every benchmark ends with: one line, one JSON object, every figure and ratio by its camelCase name.</summary>
internal static class BenchmarkReport
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>Prints the figures as the last line.</summary>
    /// <param name="figures">An object or a dictionary whose members are numbers, or lists or objects of numbers; names carry the unit.</param>
    /// <exception cref="ArgumentException">A figure is infinite or not a number.</exception>
    public static void Print(object figures) => Console.WriteLine(JsonSerializer.Serialize(figures, Form));
}
