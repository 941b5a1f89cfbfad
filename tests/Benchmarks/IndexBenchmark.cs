using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Logs;
using Prcl.Grains.Streams;

namespace Prcl.Benchmarks;

/// <summary>
/// One partition with many unlabelled images: bytes of log and memory an image, time to fold the log after a restart, and what the answer
/// costs that tells a trainer what it may replay.
/// </summary>
internal static class IndexBenchmark
{
    // What a stream answers at most.
    private const int ReplayPool = 20_000;
    private const int Answers = 5;

    /// <param name="images">Images of the partition.</param>
    public static Task<object> Run(int images)
    {
        var records = Array.ConvertAll([.. Enumerable.Range(0, images)], Record);
        var logBytes = records.Sum(r => (double)LogFrame.RecordOverhead + r.Length);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new StreamIndex();
        var folding = Seconds(() => Array.ForEach(records, r => index.Apply(StreamRecord.Decode(r))));
        var waiting = GC.GetTotalMemory(forceFullCollection: true) - before;
        var marking = Seconds(() => index.MarkTrained(Enumerable.Range(0, images).Select(i => (long)i)));
        var trained = GC.GetTotalMemory(forceFullCollection: true) - before;
        var answer = Interleaved.Median(Enumerable.Range(0, Answers).Select(_ => 1000 * Seconds(() => index.Trained(ReplayPool))).ToArray());
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var pool = services.GetRequiredService<Serializer>().SerializeToArray(new TrainingPool(1, [], index.Trained(ReplayPool), index.Counts(0)));
        GC.KeepAlive(records);

        Console.WriteLine($"{images} images: {logBytes / images:F0} B an image in the log, {(double)waiting / images:F0} B in memory while it waits, {(double)trained / images:F0} B once trained");
        Console.WriteLine($"folding {folding:F1} s, marking {marking:F1} s; a replay pool of {Math.Min(images, ReplayPool)}: {answer:F1} ms, {pool.Length / 1e6:F2} MB");
        return Task.FromResult<object>(new
        {
            images,
            logBytesPerImage = logBytes / images,
            waitingBytesPerImage = (double)waiting / images,
            trainedBytesPerImage = (double)trained / images,
            foldMicrosecondsPerImage = 1e6 * folding / images,
            markMicrosecondsPerImage = 1e6 * marking / images,
            replayPoolMilliseconds = answer,
            replayPoolBytes = pool.Length,
        });
    }

    private static byte[] Record(int i) => new StreamRecord
    {
        Image = new ImageLogged(
            Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i))), null, $"frame-{i:D9}.jpg", "camera-7", ImagePurpose.Train, 1280, 720, DateTime.UnixEpoch.AddSeconds(i), 150_000),
    }.Encode();

    private static double Seconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
