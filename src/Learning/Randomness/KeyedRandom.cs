namespace Prcl.Learning.Randomness;

/// <summary>
/// SplitMix64 behind the standard <see cref="Random"/> interface: the same sequence on every platform and runtime version.
/// Not for secrets; not thread-safe.
/// </summary>
public sealed class KeyedRandom : Random
{
    private ulong _state;
    private double _spareNormal = double.NaN;

    internal KeyedRandom(ulong state)
        : base(0) => _state = state;

    /// <inheritdoc/>
    public override int Next() => (int)(NextBits() >> 33);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)NextInt64(maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    /// <inheritdoc/>
    public override long NextInt64() => (long)(NextBits() >> 1);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Math.BigMul(NextBits(), (ulong)maxValue, out _);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue + (long)Math.BigMul(NextBits(), (ulong)(maxValue - minValue), out _);
    }

    /// <inheritdoc/>
    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override float NextSingle() => (NextBits() >> 40) * (1.0f / (1 << 24));

    /// <summary>A draw from U[<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A draw from N(0, 1) (Box–Muller; the second of each pair is kept for the next call).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareNormal = radius * sine;
        return radius * cosine;
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i += 8)
        {
            var bits = NextBits();
            for (var j = i; j < Math.Min(i + 8, buffer.Length); j++, bits >>= 8)
            {
                buffer[j] = (byte)bits;
            }
        }
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return RandomKey.Mix(_state);
    }
}
