using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Checks.Logs;

/// <summary>
/// Writes a log anew, first beside the old one and whole, then in its place: interrupted in the first half it begins again, in the second it goes on.
/// </summary>
internal static class LogRebuild
{
    private const int Batch = 256;

    /// <summary>Whether a new log is whole and waits to take the old one's place.</summary>
    public static async Task<bool> IsWritten(IBlobStore blobs, string log) => (await Reading.Try(() => blobs.Read(LogWitness.BlobOf(NewOf(log))))).Value is not null;

    /// <summary>Writes the sound records beside the damaged log.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="log">The log's name.</param>
    /// <param name="scan">What is sound of it.</param>
    /// <param name="end">Records that it had.</param>
    /// <param name="time">Tells the time.</param>
    public static async Task Write(IBlobStore blobs, string log, LogScan scan, long end, TimeProvider time)
    {
        await Remove(blobs, NewOf(log) + "/");
        var rebuilt = await AppendLog.Open(blobs, NewOf(log), new AppendLogOptions { Time = time, KeepsWitness = false }, _ => { });
        var (numbers, due) = (new ImageNumbers(), 0L);
        foreach (var (i, frame) in scan.Frames.Index())
        {
            if (frame.Index > due)
            {
                if (numbers.NextAmong(scan.Frames.Skip(i)) is not { } next)
                {
                    // Of a program whose images didn't tell their numbers: what follows can't be told apart.
                    break;
                }

                await Gap(next, frame.Index - due);
            }

            foreach (var records in frame.Records.Chunk(Batch))
            {
                numbers.Count(records);
                await rebuilt.Append([.. records.Select(r => (ReadOnlyMemory<byte>)r)]);
            }

            due = frame.Index + frame.Records.Length;
        }

        if (end > due)
        {
            await Gap(numbers.Next + end - due, end - due);
        }

        // Its witness says that it is whole.
        await new LogWitness(blobs, NewOf(log), time).Write(rebuilt.Count, CancellationToken.None);

        Task Gap(long next, long lost) => rebuilt.Append([new StreamRecord { Lost = new LostLogged(next, lost) }.Encode()]);
    }

    /// <summary>Puts the new log in the old one's place.</summary>
    public static async Task Replace(IBlobStore blobs, string log, TimeProvider time)
    {
        var count = await new LogWitness(blobs, NewOf(log), time).Read(CancellationToken.None);
        await Remove(blobs, log + "/");
        await foreach (var entry in blobs.List(NewOf(log) + "/"))
        {
            var (to, at) = (log + entry.Name[NewOf(log).Length..], 0L);
            while (await blobs.ReadRange(entry.Name, at, LogFrame.MaxLength) is { Length: > 0 } piece)
            {
                at = await blobs.Append(to, at, piece);
            }
        }

        await new LogWitness(blobs, log, time).Write(count, CancellationToken.None);
        await blobs.Delete(LogWitness.BlobOf(NewOf(log)));
        await Remove(blobs, NewOf(log) + "/");
    }

    private static string NewOf(string log) => log + ".repaired";

    private static async Task Remove(IBlobStore blobs, string folder)
    {
        await foreach (var entry in blobs.List(folder))
        {
            await blobs.Delete(entry.Name);
        }
    }
}
