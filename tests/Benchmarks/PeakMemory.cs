using System.Globalization;

namespace Prcl.Benchmarks;

/// <summary>How far the process's resident memory rises above where it was at the beginning (Linux).</summary>
internal sealed class PeakMemory
{
    private readonly double _start;

    private PeakMemory() => _start = Read("VmRSS");

    /// <summary>Forgets earlier peaks.</summary>
    public static PeakMemory Begin()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return new PeakMemory();
    }

    /// <summary>The peak since the beginning less what was resident then, MB.</summary>
    public double ExtraMegabytes() => Read("VmHWM") - _start;

    /// <summary>What is resident now, MB.</summary>
    public static double Resident() => Read("VmRSS");

    private static double Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
