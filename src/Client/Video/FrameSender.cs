using Prcl.Client.Push;

namespace Prcl.Client.Video;

/// <summary>Sends frames in their order, no faster than the silo takes them: while some are on their way at most one more is read.</summary>
/// <param name="choice">Which frames are sent.</param>
/// <param name="send">Sends some and tells what became of them.</param>
/// <param name="domain">Their domain.</param>
/// <param name="patience">How long a frame waits for others to go along with it.</param>
/// <param name="clock">Waits.</param>
internal sealed class FrameSender(FrameChoice choice, Func<IReadOnlyList<PushItem>, Task<PushTally>> send, string domain, TimeSpan patience, TimeProvider clock)
{
    private static readonly PushLimits Limits = new();

    /// <summary>Sends what a reader reads.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">A frame's name.</param>
    /// <param name="count">Told of each frame.</param>
    /// <param name="settled">Told what became of those that were sent.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task Send(FrameReader reader, Func<VideoFrame, string> name, Action<FrameVerdict> count, Action<PushTally> settled, CancellationToken cancellation)
    {
        var next = reader.Next(cancellation);
        while (await next is { } frame)
        {
            var (batch, bytes, began) = (new List<PushItem>(), 0L, clock.GetTimestamp());
            do
            {
                var verdict = choice.Of(frame.Jpeg);
                count(verdict);
                if (verdict == FrameVerdict.Taken)
                {
                    batch.Add(new PushItem(name(frame), null, domain, frame.Jpeg.Length) { Image = frame.Jpeg });
                    bytes += frame.Jpeg.Length;
                }

                next = reader.Next(cancellation);
            }
            while (batch.Count < Limits.BatchImages && bytes < Limits.BatchBytes && await Soon(next, began) && (frame = await next) is not null);

            if (batch.Count > 0)
            {
                settled(await send(batch));
            }
        }
    }

    private async Task<bool> Soon(Task next, long began)
    {
        if (patience == Timeout.InfiniteTimeSpan || next.IsCompleted)
        {
            return true;
        }

        var rest = patience - clock.GetElapsedTime(began);
        if (rest <= TimeSpan.Zero)
        {
            return false;
        }

        using var enough = new CancellationTokenSource();
        var isFirst = await Task.WhenAny(next, Task.Delay(rest, clock, enough.Token)) == next;
        await enough.CancelAsync();
        return isFirst;
    }
}
