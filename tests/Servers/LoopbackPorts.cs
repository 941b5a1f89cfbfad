using System.Net;
using System.Net.Sockets;

namespace Prcl.Servers;

/// <summary>
/// Ports that are free on this machine. Below the range that the system gives to outgoing connections, so that nobody
/// takes one while a silo is down between a kill and its restart.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 20000;
    private const int End = 32000;
    private static readonly HashSet<int> Given = [];

    /// <summary>A free port, never the same twice.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            lock (Given)
            {
                if (Given.Add(port) && IsFree(port))
                {
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
