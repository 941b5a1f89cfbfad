using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Orleans.Serialization;
using Orleans.Serialization.Session;
using Prcl.Grains.Doors;

namespace Prcl.Silo.Security.Gate;

/// <summary>
/// Stands in every client's connection, before Orleans's gateway: reads who the client says it is, and of each message who sends it, whom it calls and
/// which method, and lets pass what <see cref="ClientRules"/> open. The gateway itself would route whatever a client writes, to whomever.
/// </summary>
/// <param name="rules">What may pass.</param>
/// <param name="refusal">The call that tells a client why not.</param>
/// <param name="headers">Writes headers anew.</param>
/// <param name="greetings">Reads who a client says it is.</param>
/// <param name="sessions">What reading takes.</param>
/// <param name="log">Counts refusals.</param>
/// <param name="requests">Bytes of all requests together.</param>
/// <param name="mostBytes">Bytes of a message's body.</param>
internal sealed class GatewayGate(
    ClientRules rules, RefusalCall refusal, HeaderWriter headers, Serializer<ConnectionGreeting> greetings, SerializerSessionPool sessions, RefusalLog log, RequestBytes requests, long mostBytes)
{
    private const int MostOfGreeting = 1024;
    private const int HttpGet = 'G' | ('E' << 8) | ('T' << 16) | (' ' << 24);
    private const int MostOfHeader = 16 << 10;
    private const int Lengths = 8;
    private const int IdLength = 32;
    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("0123456789abcdef"u8);
    private static readonly GrainType ClientType = GrainType.Create("sys.client");

    /// <summary>Serves a connection until it ends.</summary>
    public async Task Serve(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var passed = new Pipe(new PipeOptions(useSynchronizationContext: false));
        connection.Transport = new Ends(passed.Reader, new AnswerWatch(transport.Output, id => requests.Leave(connection, id)));
        var watching = Watch(connection, transport.Input, passed.Writer);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
            await passed.Reader.CompleteAsync();
            transport.Input.CancelPendingRead();
            await watching;
            requests.LeaveAll(connection);
        }
    }

    private async Task Watch(ConnectionContext connection, PipeReader input, PipeWriter output)
    {
        try
        {
            if (await Greeting(input, output) is { } client)
            {
                using var session = sessions.GetSession();
                while (await Message(input, output, client, session, connection))
                {
                }
            }
        }
        catch (ViolationException violation)
        {
            log.Count(violation.Message, connection.RemoteEndPoint, serious: true);
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or InvalidOperationException or ConnectionAbortedException)
        {
            // The connection ended; whoever writes to it next learns that.
        }
        finally
        {
            await output.CompleteAsync();
        }
    }

    private async Task<GrainId?> Greeting(PipeReader input, PipeWriter output)
    {
        if (await Read(input, sizeof(int)) is not { } start)
        {
            return null;
        }

        var length = ReadInt(start);
        if (length == HttpGet)
        {
            // prcl asks so whether the port is that of HTTP, when a silo that is just starting hasn't answered it: no harm, and no line.
            return null;
        }

        if (length is < 1 or > MostOfGreeting)
        {
            throw new ViolationException("a greeting that is none of Orleans's");
        }

        input.AdvanceTo(start.Start);
        if (await Read(input, sizeof(int) + length) is not { } bytes)
        {
            return null;
        }

        var client = ClientOf(bytes.Slice(sizeof(int), length));
        await Forward(bytes.Slice(0, sizeof(int) + length), output);
        input.AdvanceTo(bytes.GetPosition(sizeof(int) + length));
        return client;
    }

    private GrainId ClientOf(ReadOnlySequence<byte> greeting)
    {
        GrainId client;
        try
        {
            client = greetings.Deserialize(greeting)?.NodeIdentity ?? default;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new ViolationException("a greeting that is none of Orleans's");
        }

        // A silo's own client has another kind of id, and is trusted as silos are.
        return client.Type == ClientType && client.Key.Value.Length == IdLength && !client.Key.AsSpan().ContainsAnyExcept(IdBytes)
            ? client
            : throw new ViolationException("a greeting in the name of what is no client");
    }

    private async Task<bool> Message(PipeReader input, PipeWriter output, GrainId client, SerializerSession session, ConnectionContext connection)
    {
        if (await Read(input, Lengths) is not { } lengths)
        {
            return false;
        }

        var (headerLength, bodyLength) = (ReadInt(lengths), ReadInt(lengths.Slice(sizeof(int))));
        if (headerLength is < 1 or > MostOfHeader || (uint)bodyLength > mostBytes)
        {
            throw new ViolationException("a message that is too large");
        }

        input.AdvanceTo(lengths.Start);
        var beginning = Math.Min(bodyLength, rules.Beginning);
        if (await Read(input, Lengths + headerLength + beginning) is not { } bytes)
        {
            return false;
        }

        var message = HeaderReader.Read(bytes.Slice(Lengths, headerLength), session);
        var verdict = rules.Judge(message, bytes.Slice(Lengths + headerLength, beginning).ToArray(), client);
        input.AdvanceTo(bytes.GetPosition(Lengths + headerLength));
        if (verdict.Reason is null && !await requests.Enter(connection, message.Id, bodyLength))
        {
            verdict = new Verdict(RefusalReason.Busy);
        }

        if (verdict.Reason is { } reason)
        {
            log.Count(RefusalGrain.TextOf(reason), connection.RemoteEndPoint, serious: false);
            return await Rest(input, bodyLength, null) && (!message.IsRequest || await Tell(message, reason, output, session));
        }

        Write(output, message, bodyLength, session);
        return await Rest(input, bodyLength, output);
    }

    private async Task<bool> Tell(ClientMessage message, RefusalReason reason, PipeWriter output, SerializerSession session)
    {
        Write(output, refusal.For(message, reason), refusal.Body.Length, session);
        output.Write(refusal.Body);
        return !(await output.FlushAsync()).IsCompleted;
    }

    // The header, anew from what was understood of it.
    private void Write(PipeWriter output, ClientMessage message, int bodyLength, SerializerSession session)
    {
        var header = new ArrayBufferWriter<byte>(256);
        headers.Write(header, message, session);
        var lengths = output.GetSpan(Lengths);
        BinaryPrimitives.WriteInt32LittleEndian(lengths, header.WrittenCount);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[sizeof(int)..], bodyLength);
        output.Advance(Lengths);
        output.Write(header.WrittenSpan);
    }

    /// <summary>The rest of a message, to Orleans or to nobody.</summary>
    private static async Task<bool> Rest(PipeReader input, int length, PipeWriter? output)
    {
        for (long left = length; left > 0;)
        {
            var read = await input.ReadAsync();
            var part = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length));
            left -= part.Length;
            if (left > 0 && (read.IsCanceled || read.IsCompleted))
            {
                return false;
            }

            if (output is not null)
            {
                await Forward(part, output);
            }

            input.AdvanceTo(part.End);
        }

        return true;
    }

    /// <summary>Waits for bytes without consuming them; null when the connection ends before.</summary>
    private static async Task<ReadOnlySequence<byte>?> Read(PipeReader input, int count)
    {
        var read = await input.ReadAtLeastAsync(count);
        return read.Buffer.Length >= count ? read.Buffer : null;
    }

    private static async Task Forward(ReadOnlySequence<byte> bytes, PipeWriter output)
    {
        foreach (var segment in bytes)
        {
            output.Write(segment.Span);
        }

        await output.FlushAsync();
    }

    private static int ReadInt(ReadOnlySequence<byte> bytes)
    {
        Span<byte> four = stackalloc byte[sizeof(int)];
        bytes.Slice(0, sizeof(int)).CopyTo(four);
        return BinaryPrimitives.ReadInt32LittleEndian(four);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
