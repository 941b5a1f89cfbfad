using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;
using Prcl.Long;
using Prcl.Servers;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

public sealed class KilledStorageTests
{
    private const int Kills = 3;
    private const int RecordsBetween = 25;
    private static readonly AzureBlobOptions Options = new() { Delay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(100), TryTimeout = TimeSpan.FromMinutes(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [LongFact]
    public async Task A_log_whose_storage_is_killed_amid_appends_has_every_record_once_and_in_order()
    {
        await using var azurite = await Azurite.StartedOrSkip(isDurable: true);
        var store = AzureBlobStore.Connect(azurite.ConnectionString, "logs", Options);
        await store.CreateContainer(Cancellation);
        var book = await LogBook.Open(store, new() { AppendsPerSegment = 20 });
        var (count, outages, isOver) = (0, 0, false);
        var enough = new SemaphoreSlim(0);

        var appending = Task.Run(
            async () =>
            {
                for (; !isOver; count++)
                {
                    await Append($"{count}");
                    if ((count + 1) % RecordsBetween == 0)
                    {
                        enough.Release();
                    }
                }
            },
            Cancellation);
        for (var kill = 0; kill < Kills; kill++)
        {
            // The next append is on its way meanwhile.
            await enough.WaitAsync(Cancellation);
            await azurite.Kill9();
            await azurite.Start();
        }

        await enough.WaitAsync(Cancellation);
        isOver = true;
        await appending;

        Assert.InRange(count, (Kills + 1) * RecordsBetween, int.MaxValue);
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), await LogBook.Read(store));
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} records, {outages} failed calls");

        async Task Append(string text)
        {
            try
            {
                await book.Append(text);
            }
            catch (BlobStorageException)
            {
                // Accepted and pending: from here on only to be flushed.
                for (var isWritten = false; !isWritten;)
                {
                    outages++;
                    isWritten = await TryFlush();
                }
            }
        }

        async Task<bool> TryFlush()
        {
            try
            {
                await book.Flush();
                return true;
            }
            catch (BlobStorageException)
            {
                return false;
            }
        }
    }
}
