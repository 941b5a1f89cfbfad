using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Prcl.EndToEnd.Doors;

/// <summary>Stands in a client's own connection and changes what it says: so honest code sends what it never would.</summary>
internal sealed class Tampering
{
    /// <summary>What becomes of a message; as it is by default.</summary>
    public Func<WireFrame, WireFrame> Change { get; set; } = frame => frame;

    /// <summary>What becomes of the greeting; as it is by default.</summary>
    public Func<byte[], byte[]> Greet { get; set; } = greeting => greeting;

    /// <summary>Serves a connection until it ends.</summary>
    public async Task Serve(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var said = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        connection.Transport = new Ends(transport.Input, said.Writer);
        var forwarding = Forward(said.Reader.AsStream(), transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
            await said.Writer.CompleteAsync();
            await forwarding;
        }
    }

    private async Task Forward(Stream from, PipeWriter to)
    {
        try
        {
            // First who the client says it is, behind its length.
            var greeting = Greet(await Exactly(from, BinaryPrimitives.ReadInt32LittleEndian(await Exactly(from, 4))));
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, greeting.Length);
            await to.WriteAsync(length);
            await to.WriteAsync(greeting);
            while (true)
            {
                var lengths = await Exactly(from, 8);
                var frame = new WireFrame(
                    await Exactly(from, BinaryPrimitives.ReadInt32LittleEndian(lengths)),
                    await Exactly(from, BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(4))));
                await to.WriteAsync(Change(frame).ToBytes());
            }
        }
        catch (Exception end) when (end is IOException or InvalidOperationException or OperationCanceledException)
        {
            // One side has hung up.
        }
    }

    private static async Task<byte[]> Exactly(Stream from, int count)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes);
        return bytes;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
