using System.Runtime.Intrinsics;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>A few floats that are computed with at once. One algorithm over this interface serves every processor.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf One { get; }

    static abstract TSelf Load(ref readonly float source);

    static abstract TSelf Of(float value);

    /// <summary>a·b + c with one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    TSelf Log();

    float Sum();

    void Store(ref float target);
}

/// <summary>Sixteen floats (AVX-512).</summary>
internal readonly struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> _value = value;

    public static int Count => Vector512<float>.Count;

    public static Lanes512 One => new(Vector512<float>.One);

    public static Lanes512 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    public static Lanes512 Of(float value) => new(Vector512.Create(value));

    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(a._value + b._value);

    public static Lanes512 operator -(Lanes512 a, Lanes512 b) => new(a._value - b._value);

    public static Lanes512 operator *(Lanes512 a, Lanes512 b) => new(a._value * b._value);

    public static Lanes512 operator /(Lanes512 a, Lanes512 b) => new(a._value / b._value);

    public Lanes512 Log() => new(Vector512.Log(_value));

    public float Sum() => Vector512.Sum(_value);

    public void Store(ref float target) => _value.StoreUnsafe(ref target);
}

/// <summary>Eight floats (AVX2).</summary>
internal readonly struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => Vector256<float>.Count;

    public static Lanes256 One => new(Vector256<float>.One);

    public static Lanes256 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    public static Lanes256 Of(float value) => new(Vector256.Create(value));

    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a._value + b._value);

    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a._value - b._value);

    public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a._value * b._value);

    public static Lanes256 operator /(Lanes256 a, Lanes256 b) => new(a._value / b._value);

    public Lanes256 Log() => new(Vector256.Log(_value));

    public float Sum() => Vector256.Sum(_value);

    public void Store(ref float target) => _value.StoreUnsafe(ref target);
}

/// <summary>One float: the fallback, and the rest of a row that isn't a multiple of the lanes.</summary>
internal readonly struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static Lanes1 One => new(1);

    public static Lanes1 Load(ref readonly float source) => new(source);

    public static Lanes1 Of(float value) => new(value);

    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new(MathF.FusedMultiplyAdd(a._value, b._value, c._value));

    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._value + b._value);

    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._value - b._value);

    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a._value * b._value);

    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a._value / b._value);

    public Lanes1 Log() => new(MathF.Log(_value));

    public float Sum() => _value;

    public void Store(ref float target) => target = _value;
}
