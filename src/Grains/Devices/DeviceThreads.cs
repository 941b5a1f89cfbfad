using System.Collections.Concurrent;
using TorchSharp;

namespace Prcl.Grains.Devices;

/// <summary>The silo's device threads: one a device for training, one for predictions and evaluations.</summary>
/// <param name="threads">Threads of tensor work each; 0: the cores, shared evenly.</param>
/// <param name="trainers">Trainers that work at the same time, one a device; 0 on a silo that doesn't train.</param>
public sealed class DeviceThreads(int threads, int trainers) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<DeviceThread>> _threads = new(StringComparer.Ordinal);

    /// <summary>The thread that answers predictions and evaluations; not the trainers', which are busy.</summary>
    public DeviceThread Inference => Of("inference");

    /// <summary>Threads of tensor work that each has.</summary>
    public int ThreadsEach { get; } = Share(threads, trainers, Environment.ProcessorCount);

    /// <summary>The device that has been in one piece of work for longest, and how long.</summary>
    public (string Device, TimeSpan Time) LongestAtWork =>
        _threads.Where(t => t.Value.IsValueCreated).Select(t => (t.Key, t.Value.Value.AtWork)).DefaultIfEmpty(("", TimeSpan.Zero)).MaxBy(t => t.Item2);

    /// <summary>The devices that trainers may use: every GPU found, else the CPU.</summary>
    public static IReadOnlyList<string> Available() => Gpus() is { Length: > 0 } gpus ? gpus : ["cpu"];

    /// <summary>The devices that a person names, in their order.</summary>
    /// <param name="names"><c>cpu</c>, <c>cuda</c> (every GPU), <c>cuda:0</c>, …</param>
    /// <exception cref="ArgumentException">A name is no device's, is named twice, or isn't here: then the message says what was found.</exception>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string> names)
    {
        var gpus = Gpus();
        string[] here = [.. gpus, "cpu"];
        string[] chosen = [.. names.SelectMany(n => n == "cuda" && gpus.Length > 0 ? gpus : [n.Replace(':', '-')])];
        if (Array.Find(chosen, c => !here.Contains(c)) is { } missing)
        {
            var wanted = Shown(missing);
            var found = $"this machine's devices are {string.Join(", ", here.Select(Shown))}";
            throw new ArgumentException(wanted.StartsWith("cuda", StringComparison.Ordinal)
                ? $"'{wanted}' can't be used, and the CPU isn't taken in its place; {found}. Found: {GpuFindings.Describe()}"
                : $"'{wanted}' is not among this machine's devices; {found}");
        }

        return chosen.Distinct().Count() < chosen.Length ? throw new ArgumentException("a device is named twice") : chosen;
    }

    /// <summary>The torch device of a name from <see cref="Available"/>.</summary>
    public static torch.Device Device(string name) => name == "cpu" ? torch.CPU : torch.device(name.Replace('-', ':'));

    /// <summary>A name from <see cref="Available"/> as people write it: <c>cuda:0</c>.</summary>
    public static string Shown(string name) => name.Replace('-', ':');

    /// <summary>The thread of a device.</summary>
    public DeviceThread Of(string device) => _threads.GetOrAdd(device, d => new Lazy<DeviceThread>(() => new DeviceThread(d, ThreadsEach))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var thread in _threads.Values.Where(t => t.IsValueCreated))
        {
            thread.Value.Dispose();
        }
    }

    // Trainers on GPUs need few threads, but for decoding and for what runs on the CPU they all need some at once.
    internal static int Share(int threads, int trainers, int cores) => threads > 0 ? threads : Math.Max(1, cores / Math.Max(1, trainers));

    private static string[] Gpus() =>
        torch.cuda.is_available() ? [.. Enumerable.Range(0, torch.cuda.device_count()).Select(i => $"cuda-{i}")] : [];
}
