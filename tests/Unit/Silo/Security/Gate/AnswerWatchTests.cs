using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Prcl.Silo.Security.Gate;
using Xunit;

namespace Prcl.Unit.Silo.Security.Gate;

public sealed class AnswerWatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Answers_are_told_apart_from_other_messages_however_they_are_cut_and_every_byte_is_passed_on(int piece)
    {
        var (pipe, answered) = (new Pipe(new PipeOptions(pauseWriterThreshold: 0)), new List<long>());
        var watch = new AnswerWatch(pipe.Writer, answered.Add);
        byte[] all =
        [
            .. Number(5), 1, 2, 3, 4, 5,
            .. Message(MessageFlags.Response, 11, header: 40, body: 3000),
            .. Message(MessageFlags.Request, 12, header: 30, body: 0),
            .. Message(MessageFlags.Response, -13, header: 12, body: 0),
            .. Message(MessageFlags.OneWay, 14, header: 50, body: 70_000),
            .. Message(MessageFlags.Response, 15, header: 90, body: 1),
        ];

        foreach (var part in all.Chunk(piece))
        {
            part.CopyTo(watch.GetSpan(part.Length));

            // As if it were written in two goes.
            watch.Advance(part.Length / 2);
            watch.Advance(part.Length - part.Length / 2);
            await watch.FlushAsync(TestContext.Current.CancellationToken);
        }

        await watch.CompleteAsync();
        Assert.Equal([11, -13, 15], answered);
        Assert.Equal(all, (await pipe.Reader.ReadAtLeastAsync(all.Length, TestContext.Current.CancellationToken)).Buffer.ToArray());
    }

    private static byte[] Message(MessageFlags flags, long id, int header, int body)
    {
        var bytes = new byte[8 + header + body];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, header);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), body);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)(flags | MessageFlags.TimeToLive));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), id);
        Random.Shared.NextBytes(bytes.AsSpan(20));
        return bytes;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
