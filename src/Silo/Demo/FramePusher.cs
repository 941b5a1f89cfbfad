using Prcl.Contracts.Ingest;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Demo;

/// <summary>Pushes frames into a run in calls of moderate size; waits where storage asks for it.</summary>
/// <param name="ingest">The run's door.</param>
/// <param name="time">Waits.</param>
internal sealed class FramePusher(IIngestGrain ingest, TimeProvider time)
{
    private const int MostImages = 64;
    private const long MostBytes = 32L << 20;
    private const int Tries = 10;

    /// <summary>Pushes frames that the demo can't do without.</summary>
    /// <exception cref="HostException">A frame is refused; names it and the rule.</exception>
    public async Task PushAll(IEnumerable<ImagePush> pushes, CancellationToken cancellationToken)
    {
        if ((await Push(pushes, cancellationToken)).FirstOrDefault() is { } refusal)
        {
            throw new HostException(refusal);
        }
    }

    /// <summary>Pushes frames in order.</summary>
    /// <returns>A line for each frame that was refused.</returns>
    public async Task<List<string>> Push(IEnumerable<ImagePush> pushes, CancellationToken cancellationToken)
    {
        var refusals = new List<string>();
        var call = new List<ImagePush>();
        var bytes = 0L;
        foreach (var push in pushes)
        {
            var size = push.Image.Length + (push.Label?.Length ?? 0);
            if (call.Count == MostImages || (call.Count > 0 && bytes + size > MostBytes))
            {
                refusals.AddRange(await Send(call, cancellationToken));
                (bytes, call) = (0, []);
            }

            call.Add(push);
            bytes += size;
        }

        refusals.AddRange(await Send(call, cancellationToken));
        return refusals;
    }

    // Pushing again is harmless, so a call that storage cut short is simply repeated.
    private async Task<string[]> Send(List<ImagePush> call, CancellationToken cancellationToken)
    {
        var refusals = Array.Empty<IngestReply>();
        for (var attempt = 0; call.Count > 0 && attempt < Tries; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            refusals = Array.FindAll(await ingest.Push([.. call]), r => r.Outcome > IngestOutcome.AlreadyStored);
            if (Array.Find(refusals, r => r.Outcome == IngestOutcome.StorageUnavailable) is not { } busy)
            {
                break;
            }

            await Task.Delay(busy.RetryAfter ?? TimeSpan.FromSeconds(1), time, cancellationToken);
        }

        return Array.ConvertAll(refusals, r => r.Message);
    }
}
