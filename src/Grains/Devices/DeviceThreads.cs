using System.Collections.Concurrent;
using TorchSharp;

namespace Prcl.Grains.Devices;

/// <summary>The silo's device threads: one a device for training, one for predictions and evaluations.</summary>
/// <param name="threads">Threads of tensor work each; 0: one a core.</param>
public sealed class DeviceThreads(int threads) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<DeviceThread>> _threads = new(StringComparer.Ordinal);

    /// <summary>The thread that answers predictions and evaluations; not the trainers', which are busy.</summary>
    public DeviceThread Inference => Of("inference");

    /// <summary>The devices that trainers may use: every GPU found, else the CPU.</summary>
    public static IReadOnlyList<string> Available() =>
        torch.cuda.is_available() ? [.. Enumerable.Range(0, torch.cuda.device_count()).Select(i => $"cuda-{i}")] : ["cpu"];

    /// <summary>The torch device of a name from <see cref="Available"/>.</summary>
    public static torch.Device Device(string name) => name == "cpu" ? torch.CPU : torch.device(name.Replace('-', ':'));

    /// <summary>The thread of a device.</summary>
    public DeviceThread Of(string device) => _threads.GetOrAdd(device, d => new Lazy<DeviceThread>(() => new DeviceThread(d, threads))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var thread in _threads.Values.Where(t => t.IsValueCreated))
        {
            thread.Value.Dispose();
        }
    }
}
