using Azure.Storage.Blobs.Specialized;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Blobs.Azure;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

[Collection(nameof(SharedAzurite))]
public sealed class AzureAppendLogTests(SharedAzurite azurite) : AppendLogContract, IAsyncLifetime
{
    private readonly FaultyTransport _network = new();
    private TestContainer? _container;

    protected override IBlobStore Store => _container!.Store;

    public async ValueTask InitializeAsync() => _container = await azurite.NewContainer();

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    [Fact]
    public async Task No_segment_has_more_blocks_than_appends_are_allowed()
    {
        const int Appends = 5;
        for (var opening = 0; opening < 3; opening++)
        {
            var book = await LogBook.Open(Store, new AppendLogOptions { AppendsPerSegment = Appends });
            for (var i = 0; i < 7; i++)
            {
                await book.Append($"{opening}.{i}");
            }
        }

        var blocks = new List<int>();
        await foreach (var segment in Store.List(LogBook.Name + "/", Cancellation))
        {
            blocks.Add((await _container!.Client.GetAppendBlobClient(segment.Name).GetPropertiesAsync(cancellationToken: Cancellation)).Value.BlobCommittedBlockCount);
        }

        // 21 appends, and one that closes each full segment.
        Assert.Equal([Appends, Appends, Appends, Appends, Appends, 1], blocks);
        Assert.Equal(21, (await LogBook.Read(Store)).Count);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task Records_stand_once_though_every_second_request_fails(Fault fault)
    {
        var book = await LogBook.Open(_container!.StoreThrough(_network), new AppendLogOptions { AppendsPerSegment = 4 });
        var requests = 0;
        _network.Plan = _ => Task.FromResult(Interlocked.Increment(ref requests) % 2 == 0 ? fault : Fault.None);

        for (var i = 0; i < 20; i++)
        {
            await book.Append($"{i}");
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), book.Seen);
        Assert.Equal(book.Seen, await LogBook.Read(Store));
    }

    [Fact]
    public async Task A_record_that_was_written_in_an_outage_of_replies_is_found_and_not_written_again()
    {
        var book = await LogBook.Open(_container!.StoreThrough(_network));
        await book.Append("a");
        _network.Plan = request => Task.FromResult(request.Contains("appendblock", StringComparison.Ordinal) ? Fault.LosesReply : Fault.None);
        await Assert.ThrowsAsync<BlobStorageException>(() => book.Append("b"));
        _network.Plan = _ => Task.FromResult(Fault.None);

        await book.Append("c");

        Assert.Equal(["a", "b", "c"], book.Seen);
        Assert.Equal(book.Seen, await LogBook.Read(Store));
    }

    [Fact]
    public async Task Many_writers_fence_each_other_and_no_record_is_lost_or_doubled()
    {
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Write(writer), Cancellation)));

        Assert.Equal(acknowledged.SelectMany(texts => texts).Order(), (await LogBook.Read(Store)).Order());

        async Task<List<string>> Write(int writer)
        {
            var book = await LogBook.Open(Store, new AppendLogOptions { AppendsPerSegment = 6 });
            var done = new List<string>();
            while (done.Count < 10)
            {
                var text = $"{writer}.{done.Count}";
                try
                {
                    await book.Append(text);
                    done.Add(text);
                }
                catch (LogConflictException)
                {
                    book = await LogBook.Open(Store, new AppendLogOptions { AppendsPerSegment = 6 });
                    if (book.Seen.Contains(text))
                    {
                        done.Add(text);
                    }
                }
            }

            return done;
        }
    }
}
