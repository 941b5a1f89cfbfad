using TorchSharp;

namespace Prcl.Learning.Networks;

/// <summary>Whether a GPU may round the inputs of convolutions and matrix products to 10 bits of mantissa. libtorch has one switch for the process.</summary>
public static class TensorFloat32
{
    /// <summary>Allows or forbids it before work on a device; other devices than CUDA's have no such thing.</summary>
    public static void Use(Precision precision, DeviceType device)
    {
        if (device == DeviceType.CUDA)
        {
            var isAllowed = precision != Precision.Float32;
            torch.backends.cuda.matmul.allow_tf32 = isAllowed;
            torch.backends.cudnn.allow_tf32 = isAllowed;
        }
    }
}
