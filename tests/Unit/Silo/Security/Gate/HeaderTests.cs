using System.Buffers;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Session;
using Prcl.Contracts.Security;
using Prcl.Silo.Security.Gate;
using Xunit;

namespace Prcl.Unit.Silo.Security.Gate;

public sealed class HeaderTests : IDisposable
{
    private static readonly SiloAddress Gateway = SiloAddress.New(IPAddress.Loopback, 30000, 0);
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly SerializerSession _session;

    public HeaderTests() => _session = _services.GetRequiredService<SerializerSessionPool>().GetSession();

    public void Dispose()
    {
        _session.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData("run", null)]
    [InlineData("run", 5000)]
    [InlineData("sys.svc.manifest", null)]
    public void What_is_written_is_read(string target, int? timeToLive)
    {
        var message = Message() with
        {
            Flags = MessageFlags.Request | MessageFlags.InterfaceType | MessageFlags.RequestContext | (timeToLive is null ? 0 : MessageFlags.TimeToLive),
            Target = GrainId.Create(target, "street"),
            TimeToLive = timeToLive,
            Context = [(SecretBearer.ContextKey, "a secret"), ("traceparent", "")],
        };

        var read = Read(Write(message));

        Assert.Equal(message with { Context = [] }, read with { Context = [] });
        Assert.Equal(message.Context, read.Context);
        Assert.Equal("a secret", read.Secret);
    }

    [Fact]
    public void A_flag_that_only_silos_set_is_a_violation()
    {
        foreach (var flag in Enumerable.Range(0, 32).Select(i => 1u << i).Where(f => (f & (uint)(MessageFlags.OfClients | MessageFlags.Direction)) == 0))
        {
            Assert.Throws<ViolationException>(() => Read(Write(Message() with { Flags = Message().Flags | (MessageFlags)flag })));
        }
    }

    [Theory]
    [InlineData(0x0_0000)]
    [InlineData(0x2_0000)]
    [InlineData(0x4_0000)]
    public void What_is_no_request_is_a_violation(int direction) =>
        Assert.Throws<ViolationException>(() => Read(Write(Message() with { Flags = (MessageFlags)direction | MessageFlags.InterfaceType })));

    [Fact]
    public void Cut_lengthened_and_changed_headers_are_violations_and_no_other_failures()
    {
        var header = Write(Message() with { Flags = Message().Flags | MessageFlags.RequestContext, Context = [("traceparent", "00-01")] });
        Assert.Throws<ViolationException>(() => Read([.. header, 0]));
        Assert.All(Enumerable.Range(0, header.Length), cut => Assert.Throws<ViolationException>(() => Read(header[..cut])));
        var random = new Random(14);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = header.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                // What is understood is written as it was understood.
                var read = Read(changed);
                Assert.Equal(read with { Context = [] }, Read(Write(read)) with { Context = [] });
            }
            catch (ViolationException)
            {
                // As it should be.
            }
        }
    }

    [Fact]
    public void An_id_with_another_ones_hash_code_is_a_violation()
    {
        var header = Write(Message());
        var at = header.AsSpan().IndexOf("street"u8) - 1;
        header[at] ^= 1;

        Assert.Throws<ViolationException>(() => Read(header));
    }

    private byte[] Write(ClientMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new HeaderWriter(Gateway).Write(buffer, message, _session);
        return buffer.WrittenSpan.ToArray();
    }

    private ClientMessage Read(byte[] header) => HeaderReader.Read(new ReadOnlySequence<byte>(header), _session);

    private static ClientMessage Message() => new(
        MessageFlags.Request | MessageFlags.InterfaceType,
        17,
        GrainId.Create("sys.client", "00000000000000000000000000000001"),
        GrainId.Create("run", "street"),
        null,
        IdSpan.Create("IRun"),
        null,
        []);
}
