using System.CommandLine;
using Prcl.Grains.Devices;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary>The device that a command without silos computes on.</summary>
internal static class DeviceOption
{
    /// <summary><c>--device cpu|cuda:0|…</c>.</summary>
    public static Option<string> Create() => new("--device") { Description = "Where tensors live: cpu, cuda:0, …", DefaultValueFactory = _ => "cpu" };

    /// <summary>The name as it was given.</summary>
    /// <exception cref="HostException">This machine has no such device; says which there are.</exception>
    public static string Known(string device)
    {
        try
        {
            DeviceThreads.Choose([device]);
            return device;
        }
        catch (ArgumentException error)
        {
            throw new HostException($"--device: {error.Message}.", error);
        }
    }
}
