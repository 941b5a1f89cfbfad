using System.Text;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Xunit;

namespace Prcl.Unit.Grains.Logs;

/// <summary>An open log of short texts and what its reader has seen.</summary>
public sealed class LogBook
{
    public const string Name = "streams/0";
    public const string FirstSegment = "streams/0/00000000.log";

    public AppendLog Log { get; private set; } = null!;

    /// <summary>What the apply function was given, from the first record on.</summary>
    public List<string> Seen { get; } = [];

    public static async Task<LogBook> Open(IBlobStore store, AppendLogOptions? options = null)
    {
        var book = new LogBook();
        book.Log = await AppendLog.Open(store, Name, options, book.See, TestContext.Current.CancellationToken);
        return book;
    }

    /// <summary>Everything in the log, as a restart reads it.</summary>
    public static async Task<List<string>> Read(IBlobStore store) => (await Open(store)).Seen;

    public Task Append(params string[] texts)
        => Log.Append([.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))], TestContext.Current.CancellationToken);

    public Task Flush() => Log.Flush(TestContext.Current.CancellationToken);

    private void See(LogRecord record)
    {
        Assert.Equal(Seen.Count, record.Index);
        Seen.Add(Encoding.UTF8.GetString(record.Payload.Span));
    }
}
