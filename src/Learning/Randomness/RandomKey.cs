namespace Prcl.Learning.Randomness;

/// <summary>
/// A point in the tree of random choices: run seed, then round, step, purpose, index… Randomness is a pure function of
/// its key (<c>docs/method.md</c>, section 4), so prefetching, resuming and a second machine draw the same numbers.
/// </summary>
/// <param name="State">The mixed 64 bits of the path so far.</param>
public readonly record struct RandomKey(ulong State)
{
    /// <summary>The root of a run's random choices.</summary>
    public static RandomKey FromSeed(long seed) => new(Mix(unchecked((ulong)seed) + 0x9E3779B97F4A7C15UL));

    /// <summary>The key below this one for a number (a round, a step, an image's index in the batch).</summary>
    public RandomKey With(long number) => new(Mix(State ^ Mix(unchecked((ulong)number) + 0xD1B54A32D192ED03UL)));

    /// <summary>The key below this one for a purpose.</summary>
    public RandomKey With(Purpose purpose) => With(0x5052434C_00000000L + (long)purpose);

    /// <summary>A fresh generator that starts at this key; it must not outlive the step.</summary>
    public KeyedRandom ToRandom() => new(State);

    /// <summary>A seed for a torch generator, non-negative.</summary>
    public long ToTorchSeed() => (long)(Mix(State) >> 1);

    /// <summary>The SplitMix64 finaliser (Steele, Lea, Flood 2014).</summary>
    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
