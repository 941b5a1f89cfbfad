using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Prcl.Unit.Client.Video;

/// <summary>A camera on loopback that speaks as much RTSP as ffmpeg needs: it asks for name and password, and sends an MPEG transport stream over the connection.</summary>
internal sealed class RtspCamera : IAsyncDisposable
{
    private const int PacketBytes = 7 * 188;
    private const int TransportStream = 33;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _stream;
    private readonly string _credentials;
    private readonly Task _serving;
    private int _plays;

    /// <summary>Listens.</summary>
    /// <param name="stream">What it sends each time.</param>
    /// <param name="credentials">Name and password.</param>
    public RtspCamera(byte[] stream, string credentials)
    {
        (_stream, _credentials) = (stream, Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>Host and port.</summary>
    public string Place => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How often it has been asked to play.</summary>
    public int Plays => Volatile.Read(ref _plays);

    /// <summary>After which time it goes on: the earlier ones break off in the middle.</summary>
    public int LastPlay { get; init; } = 2;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await Talk(client.GetStream());
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Talk(NetworkStream connection)
    {
        using var reader = new StreamReader(connection, Encoding.ASCII, leaveOpen: true);
        try
        {
            while (await Request(reader) is { } request)
            {
                await connection.WriteAsync(Encoding.ASCII.GetBytes(Answer(request)), _stop.Token);
                if (request[0].StartsWith("PLAY", StringComparison.Ordinal))
                {
                    await Play(connection);
                    return;
                }
            }
        }
        catch (IOException)
        {
            // The other one has hung up.
        }
    }

    private async Task<List<string>?> Request(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.Length == 0 && lines.Count > 0)
            {
                return lines;
            }

            lines.Add(line);
        }

        return null;
    }

    private string Answer(List<string> request)
    {
        var number = request.Find(line => line.StartsWith("CSeq:", StringComparison.Ordinal));
        var word = request[0].Split(' ')[0];
        const string Description = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=yard\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:track0\r\n";
        return !request.Contains($"Authorization: Basic {_credentials}") && word != "OPTIONS" ? $"RTSP/1.0 401 Unauthorized\r\n{number}\r\nWWW-Authenticate: Basic realm=\"yard\"\r\n\r\n"
            : $"RTSP/1.0 200 OK\r\n{number}\r\n" + word switch
            {
                "OPTIONS" => "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n",
                "DESCRIBE" => $"Content-Type: application/sdp\r\nContent-Length: {Description.Length}\r\n\r\n{Description}",
                "SETUP" => "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n",
                _ => "Session: 1\r\n\r\n",
            };
    }

    private async Task Play(NetworkStream connection)
    {
        var isLast = Interlocked.Increment(ref _plays) >= LastPlay;
        var packets = _stream.Chunk(PacketBytes).ToArray();
        for (var i = 0; i < (isLast ? packets.Length : packets.Length / 2); i++)
        {
            var packet = new byte[16 + packets[i].Length];
            (packet[0], packet[4], packet[5]) = ((byte)'$', 0x80, TransportStream);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(packet.Length - 4));
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)i);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), (uint)(900 * i));
            packets[i].CopyTo(packet, 16);
            await connection.WriteAsync(packet, _stop.Token);
        }

        if (isLast)
        {
            // A camera doesn't end.
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }
}
