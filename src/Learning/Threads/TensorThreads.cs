using static TorchSharp.torch;

namespace Prcl.Learning.Threads;

/// <summary>How many threads tensor work of the calling thread is spread over.</summary>
public static class TensorThreads
{
    /// <summary>
    /// Sets it for the calling thread, for good. libtorch keeps a number a thread and one for all: a thread that has not worked yet takes
    /// the latter at its first work, which another thread may have set meanwhile. Asking for the number counts as work.
    /// </summary>
    /// <param name="count">At least 1; 0: one a core.</param>
    public static void Use(int count)
    {
        _ = get_num_threads();
        set_num_threads(count > 0 ? count : Environment.ProcessorCount);
    }
}
