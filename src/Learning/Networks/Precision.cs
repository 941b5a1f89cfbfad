using System.Diagnostics.CodeAnalysis;

namespace Prcl.Learning.Networks;

/// <summary>What convolutions and matrix products compute in. Weights, batch norm, losses and everything else are float32 always.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The field's names of these precisions.")]
public enum Precision
{
    /// <summary>Float32.</summary>
    Float32,

    /// <summary>
    /// On GPUs from Ampere on, inputs of convolutions and matrix products rounded to 10 bits of mantissa, sums in float32: several times faster, results
    /// equal to about three digits. Float32 elsewhere.
    /// </summary>
    TensorFloat32,

    /// <summary>bfloat16 in wide convolutions where the device has instructions for it (<see cref="Bfloat16"/>), float32 elsewhere.</summary>
    Bfloat16,
}
