using System.Net;

namespace Prcl.Silo.Hosting;

/// <summary>What a host needs to know besides the runs' own settings.</summary>
public sealed record SiloSettings
{
    /// <summary>Folder of everything durable, when <see cref="Blobs"/> are files.</summary>
    public string DataDirectory { get; init; } = "prcl-data";

    /// <summary>Where everything durable is kept.</summary>
    public BlobSettings Blobs { get; init; } = new();

    /// <summary>Port between silos, 1 to 65,535; 0: any free one.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for clients, 1 to 65,535; 0: any free one.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Threads of tensor work a device; 0: one a core.</summary>
    public int Threads { get; init; }

    /// <summary>The silo's name in the cluster.</summary>
    public string Name { get; init; } = "silo";

    /// <summary>Whether this silo trains.</summary>
    public bool Trains { get; init; } = true;

    /// <summary>These settings with free ports in the place of 0.</summary>
    /// <exception cref="HostException">A port or the number of threads is out of range.</exception>
    public SiloSettings Checked()
    {
        Check("silo-port", SiloPort, 0, IPEndPoint.MaxPort);
        Check("gateway-port", GatewayPort, 0, IPEndPoint.MaxPort);
        Check("threads", Threads, 0, 1024);
        Blobs.Check();
        if (SiloPort != 0 && SiloPort == GatewayPort)
        {
            throw new HostException($"silo-port and gateway-port are both {SiloPort}; they must differ.");
        }

        var free = Ports.FindFree(2);
        return this with
        {
            SiloPort = SiloPort == 0 ? free[0] : SiloPort,
            GatewayPort = GatewayPort == 0 ? free[1] : GatewayPort,
            DataDirectory = Path.GetFullPath(DataDirectory),
        };
    }

    private static void Check(string name, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            throw new HostException($"{name} is {value}; it must be from {minimum} to {maximum}.");
        }
    }
}
