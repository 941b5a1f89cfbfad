using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Prcl.Learning.Scalars;

/// <summary>
/// Where a step's tensors become numbers of the host. On a GPU each read waits for everything before it, so there are few, each of much, and
/// they are counted; a test holds that a step reads nowhere else.
/// </summary>
public static class HostReads
{
    private static long _count;

    /// <summary>Reads so far, of all threads.</summary>
    public static long Count => Interlocked.Read(ref _count);

    /// <summary>A tensor's values, row by row.</summary>
    /// <typeparam name="T">The type of its values.</typeparam>
    public static T[] Of<T>(Tensor tensor)
        where T : unmanaged
    {
        if (tensor.numel() == 0)
        {
            return [];
        }

        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, T>(ToHost(tensor.detach()).contiguous().bytes).ToArray();
    }

    /// <summary>A tensor on the CPU; itself where it is there.</summary>
    public static Tensor ToHost(Tensor tensor)
    {
        Interlocked.Increment(ref _count);
        return tensor.cpu();
    }
}
