namespace Prcl.Silo.Experiments.Protocols;

/// <summary>When each phase of a protocol begins and ends.</summary>
/// <param name="ends">The step at which each phase ends, ascending; the last one ends training.</param>
internal sealed class Phases(IReadOnlyList<long> ends)
{
    /// <summary>How many.</summary>
    public int Count => ends.Count;

    /// <summary>Steps of all.</summary>
    public long Steps => ends[^1];

    /// <summary>The phases of a protocol of so many steps; one if it is offline.</summary>
    public static Phases Of(Protocol protocol, long steps)
    {
        if (protocol.Offline)
        {
            return new Phases([steps]);
        }

        double[] parts = protocol.Phases.Count > 0 ? [.. protocol.Phases] : [.. protocol.Domains.Select(_ => 1.0)];
        var (ends, sum) = (new long[parts.Length], 0.0);
        for (var phase = 0; phase < parts.Length; phase++)
        {
            sum += parts[phase];
            ends[phase] = (long)Math.Round(steps * sum / parts.Sum());
        }

        return new Phases(ends);
    }

    /// <summary>The step at which a phase ends.</summary>
    public long End(int phase) => ends[phase];

    /// <summary>The phase that a step belongs to.</summary>
    /// <param name="step">From 0, below <see cref="Steps"/>.</param>
    public int At(long step)
    {
        var phase = 0;
        while (phase < ends.Count - 1 && step >= ends[phase])
        {
            phase++;
        }

        return phase;
    }
}
