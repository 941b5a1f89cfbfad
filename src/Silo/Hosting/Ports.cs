using System.Net;
using System.Net.Sockets;

namespace Prcl.Silo.Hosting;

/// <summary>Loopback ports: finds free ones, and says which is in use before the silo half starts.</summary>
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

    /// <exception cref="HostException">Another process listens on the port.</exception>
    public static void RequireFree(string setting, int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException failure)
        {
            throw new HostException($"{setting}: port {port} on 127.0.0.1 can't be used ({failure.Message.TrimEnd('.')}); is another silo running? Choose another with --{setting}.", failure);
        }
    }
}
