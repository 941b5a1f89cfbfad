using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Session;

namespace Prcl.Silo.Security.Gate;

/// <summary>
/// Writes the header of a message as Orleans 10 does. Where a client thinks that somebody is doesn't count: Orleans would connect there. A grain's
/// place the gateway knows; calls to services go to its own silo (without an address Orleans 10.4 ends the process).
/// </summary>
/// <param name="gateway">The gateway's own address.</param>
internal sealed class HeaderWriter(SiloAddress gateway)
{
    private const byte Nowhere = 1;
    private readonly byte[] _gateway = Encode(gateway);

    /// <summary>Writes a header.</summary>
    public void Write(IBufferWriter<byte> output, ClientMessage message, SerializerSession session)
    {
        var writer = Writer.Create(output, session);
        writer.WriteUInt32((uint)message.Flags);
        writer.WriteInt64(message.Id);
        Write(ref writer, message.Sender);
        Write(ref writer, message.Target);
        writer.WriteByte(Nowhere);
        if (message.Target.IsSystemTarget())
        {
            writer.WriteVarUInt32((uint)_gateway.Length);
            writer.Write(_gateway);
        }
        else
        {
            writer.WriteByte(Nowhere);
        }

        if (message.TimeToLive is { } timeToLive)
        {
            writer.WriteInt32(timeToLive);
        }

        if (message.Flags.HasFlag(MessageFlags.InterfaceType))
        {
            IdSpanCodec.WriteRaw(ref writer, message.Interface);
        }

        if (message.InterfaceVersion is { } version)
        {
            writer.WriteVarUInt32(version);
        }

        if (message.Flags.HasFlag(MessageFlags.RequestContext))
        {
            Write(ref writer, message.Context);
        }

        writer.Commit();
        session.Reset();
    }

    private static byte[] Encode(SiloAddress silo)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(buffer, null!);
        writer.WriteInt32(silo.GetConsistentHashCode());
        IPAddressCodec.WriteRaw(ref writer, silo.Endpoint.Address);
        writer.WriteVarUInt32((uint)silo.Endpoint.Port);
        writer.WriteInt32(silo.Generation);
        writer.Commit();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write<T>(ref Writer<T> writer, GrainId id)
        where T : IBufferWriter<byte>
    {
        IdSpanCodec.WriteRaw(ref writer, id.Type.Value);
        IdSpanCodec.WriteRaw(ref writer, id.Key);
    }

    private static void Write<T>(ref Writer<T> writer, IReadOnlyList<(string Key, string Value)> context)
        where T : IBufferWriter<byte>
    {
        writer.WriteVarUInt32((uint)context.Count);
        foreach (var (key, value) in context)
        {
            // The keys are few and plain: as many bytes as letters.
            writer.WriteVarUInt32((uint)key.Length + 1);
            StringCodec.WriteRaw(ref writer, key, key.Length);
            ObjectCodec.WriteField(ref writer, 0, value);
        }
    }
}
