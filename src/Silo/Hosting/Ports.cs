using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Prcl.Silo.Hosting;

/// <summary>Ports and addresses of this machine: finds free ones, and says which is in use before the silo half starts.</summary>
internal static class Ports
{
    /// <summary>Ports that are free now, all different.</summary>
    public static int[] FindFree(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, l => l.Start());
        var ports = Array.ConvertAll(listeners, l => ((IPEndPoint)l.LocalEndpoint).Port);
        Array.ForEach(listeners, l => l.Dispose());
        return ports;
    }

    /// <exception cref="HostException">Another process listens on the port, or the address isn't this machine's.</exception>
    public static void RequireFree(string setting, IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new HostException($"listen: this machine has no address {address}.", failure);
        }
        catch (SocketException failure)
        {
            throw new HostException($"{setting}: port {port} on {address} can't be used ({failure.Message.TrimEnd('.')}); is another silo running? Choose another with --{setting}.", failure);
        }
    }

    /// <summary>The address that other machines reach this one at.</summary>
    /// <exception cref="HostException">There is none, or several.</exception>
    public static IPAddress OwnAddress()
    {
        IPAddress[] own =
        [
            .. NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus == OperationalStatus.Up)
                .SelectMany(i => i.GetIPProperties().UnicastAddresses.Select(u => u.Address))
                .Where(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a)).Distinct(),
        ];
        return own.Length == 1
            ? own[0]
            : throw new HostException($"advertise isn't set, and this machine has {(own.Length == 0 ? "no address that others reach" : $"several addresses: {string.Join<IPAddress>(", ", own)}")}; name one with --advertise.");
    }
}
