using Prcl.Contracts.Prototypes;

namespace Prcl.Grains.Trainers;

/// <summary>Counts payload bytes that a trainer sends and receives. Safe for any thread.</summary>
internal sealed class TrafficCounter
{
    private long _sent;
    private long _received;

    /// <summary>Bytes sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes received.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Counts what goes out.</summary>
    public void Send(long bytes) => Interlocked.Add(ref _sent, bytes);

    /// <summary>Counts what comes in.</summary>
    public void Receive(long bytes) => Interlocked.Add(ref _received, bytes);

    /// <summary>The payload of sums: three vectors, count and clock.</summary>
    public static long BytesOf(ClassSums? sums) => sums is null ? 0 : sizeof(double) * (3L * sums.Precision.Length + 2);
}
