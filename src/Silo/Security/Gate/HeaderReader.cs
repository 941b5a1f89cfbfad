using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Session;
using Orleans.Serialization.WireProtocol;
using Prcl.Contracts.Security;

namespace Prcl.Silo.Security.Gate;

/// <summary>
/// Reads the header of a message as Orleans 10 writes it, and nothing else: whatever an honest client doesn't send is a violation. Hash codes,
/// which Orleans believes, are computed again. What is forwarded is written anew from what was read here (<see cref="HeaderWriter"/>), so nothing that
/// was overlooked gets through.
/// </summary>
internal static class HeaderReader
{
    private const int MostOfContext = 8;

    // Behind it the type, a well-known one; then a length and the letters.
    private const byte TextTag = (byte)WireType.LengthPrefixed | (byte)SchemaType.WellKnown;

    private static readonly string[] ContextKeys = [SecretBearer.ContextKey, "traceparent", "tracestate"];

    /// <summary>Reads a header to its last byte.</summary>
    /// <exception cref="ViolationException">It isn't one that a client sends.</exception>
    public static ClientMessage Read(ReadOnlySequence<byte> header, SerializerSession session)
    {
        try
        {
            var reader = Reader.Create(header, session);
            var message = Read(ref reader);
            return reader.Position == header.Length ? message : throw new ViolationException("a header with bytes behind its end");
        }
        catch (Exception failure) when (failure is not ViolationException)
        {
            // Whatever a reader of bytes may throw at bytes that are none of its kind.
            throw new ViolationException("a header that can't be read");
        }
        finally
        {
            session.Reset();
        }
    }

    private static ClientMessage Read<T>(ref Reader<T> reader)
    {
        var flags = (MessageFlags)reader.ReadUInt32();
        if ((flags & MessageFlags.Direction) is not (MessageFlags.Request or MessageFlags.OneWay))
        {
            throw new ViolationException("a message that is no request");
        }

        if ((flags & ~(MessageFlags.OfClients | MessageFlags.Direction)) != 0)
        {
            throw new ViolationException("flags that only silos set");
        }

        var id = reader.ReadInt64();
        var sender = new GrainId(new GrainType(ReadId(ref reader)), ReadId(ref reader));
        var target = new GrainId(new GrainType(ReadId(ref reader)), ReadId(ref reader));
        SkipSilo(ref reader);
        SkipSilo(ref reader);
        int? timeToLive = flags.HasFlag(MessageFlags.TimeToLive) ? reader.ReadInt32() : null;
        var called = flags.HasFlag(MessageFlags.InterfaceType) ? ReadId(ref reader) : default;
        uint? version = flags.HasFlag(MessageFlags.InterfaceVersion) ? (ushort)reader.ReadVarUInt32() : null;
        var context = flags.HasFlag(MessageFlags.RequestContext) ? ReadContext(ref reader) : [];
        return new ClientMessage(flags, id, sender, target, timeToLive, called, version, context);
    }

    private static IdSpan ReadId<T>(ref Reader<T> reader)
    {
        if (reader.ReadVarUInt32() is var length && length == 0)
        {
            return default;
        }

        var hash = reader.ReadInt32();
        var id = new IdSpan(reader.ReadBytes(length));
        return id.GetHashCode() == hash ? id : throw new ViolationException("an id with another one's hash code");
    }

    // Where a client thinks that something is doesn't count: its gateway knows.
    private static void SkipSilo<T>(ref Reader<T> reader) => reader.Skip(reader.ReadVarUInt32());

    // Texts only: no other object is made of what a client wrote before it is known whether it may call.
    private static List<(string Key, string Value)> ReadContext<T>(ref Reader<T> reader)
    {
        var count = reader.ReadVarUInt32();
        if (count > MostOfContext)
        {
            throw new ViolationException("a context of too many entries");
        }

        var context = new List<(string Key, string Value)>((int)count);
        for (var i = 0; i < count; i++)
        {
            var length = reader.ReadVarUInt32();
            var key = length > 1 ? StringCodec.ReadRaw(ref reader, length - 1) : "";
            if (!ContextKeys.Contains(key))
            {
                throw new ViolationException("a context with an entry that clients don't send");
            }

            if (reader.ReadByte() != TextTag || reader.Session.WellKnownTypes.GetWellKnownType(reader.ReadVarUInt32()) != typeof(string))
            {
                throw new ViolationException("a context with an entry that isn't text");
            }

            context.Add((key, StringCodec.ReadRaw(ref reader, reader.ReadVarUInt32())));
        }

        return context;
    }
}
