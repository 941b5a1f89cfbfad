using System.Diagnostics;
using System.Globalization;

namespace Prcl.Chaos;

/// <summary>Seconds since the program began, and a line of what happens.</summary>
internal sealed class Timeline
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Seconds since the beginning.</summary>
    public double Now => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Tells a person.</summary>
    public void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Now,7:F1}  {what}"));
}
