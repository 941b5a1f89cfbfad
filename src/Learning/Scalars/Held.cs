using TorchSharp;
using static TorchSharp.torch;

namespace Prcl.Learning.Scalars;

/// <summary>
/// Numbers for libtorch that outlive the call they are made for. TorchSharp 0.107 passes a number as a <see cref="Scalar"/> with a
/// finaliser and doesn't keep it alive while native code reads it: a collection at that moment frees it, and the call fails or, worse,
/// computes with another number. So nothing in this project makes a scalar but this class, which holds each until the thread has
/// made <see cref="Length"/> further ones, and nothing calls what makes one inside TorchSharp (a test reads the assemblies).
/// </summary>
public static class Held
{
    /// <summary>How many scalars a thread holds.</summary>
    public const int Length = 256;

    [ThreadStatic]
    private static Ring? _ring;

    /// <summary>A number as a scalar.</summary>
    public static Scalar Number(double value) => Hold(value);

    /// <summary>A whole number as a scalar.</summary>
    public static Scalar Number(long value) => Hold(value);

    /// <summary>a + b; the operator makes a scalar of its own, the factor 1 of b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, alpha: Number(1L));

    /// <summary>a + b of a number b.</summary>
    public static Tensor Plus(this Tensor a, double b) => a.add(Number(b), alpha: Number(1L));

    /// <summary>a ← a + b.</summary>
    public static Tensor PlusInPlace(this Tensor a, Tensor b) => a.add_(b, alpha: Number(1L));

    /// <summary>a ← a + b of a whole number b.</summary>
    public static Tensor PlusInPlace(this Tensor a, long b) => a.add_(Number(b), alpha: Number(1L));

    private static Scalar Hold(Scalar scalar) => (_ring ??= new Ring()).Hold(scalar);

    private sealed class Ring
    {
        private readonly Scalar[] _scalars = new Scalar[Length];
        private int _next;

        public Scalar Hold(Scalar scalar)
        {
            _scalars[_next] = scalar;
            _next = (_next + 1) % Length;
            return scalar;
        }
    }
}
