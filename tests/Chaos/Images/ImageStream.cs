using System.Collections.Concurrent;
using System.Security.Cryptography;
using Prcl.Chaos.Cluster;
using Prcl.Contracts.Ingest;
using Prcl.EndToEnd.Scenes;

namespace Prcl.Chaos.Images;

/// <summary>
/// Cameras: each pushes one new scene after another, every eighth with its label, and the same again until it is acknowledged; now and
/// then also one that has long been.
/// </summary>
internal sealed class ImageStream(ChaosCluster cluster, Timeline timeline, string run, int seed)
{
    private const int Cameras = 2;
    private const int LabelEvery = 8;
    private const double AgainShare = 0.1;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, int> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Answered> _answers = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private int _next = -1;
    private int _tries;

    /// <summary>Scenes by hash that the cluster said are stored.</summary>
    public IReadOnlyDictionary<string, int> Acknowledged => _acknowledged;

    /// <summary>When pushes were asked and answered.</summary>
    public IReadOnlyCollection<Answered> Answers => _answers;

    /// <summary>Refusals that no fault excuses.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>Pushes sent, those that failed among them.</summary>
    public int Tries => _tries;

    /// <summary>Pushes until stopped; what was begun is pushed until it is acknowledged.</summary>
    public Task Run(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Cameras).Select(camera => Film(camera, stop)));

    private async Task Film(int camera, CancellationToken stop)
    {
        var random = new Random(seed * Cameras + camera);
        await using var gateways = new Gateways(cluster);
        while (!stop.IsCancellationRequested)
        {
            var number = !_acknowledged.IsEmpty && random.NextDouble() < AgainShare ? random.Next(_next + 1) : Interlocked.Increment(ref _next);
            await PushUntilAcknowledged(gateways, number, $"camera-{number % Cameras}"); // an image is of one domain, whoever pushes it again
            await Task.Delay(Pause * (0.5 + random.NextDouble()), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PushUntilAcknowledged(Gateways gateways, int number, string domain)
    {
        var image = SceneFiles.Image(number);
        var push = new ImagePush(SceneFiles.NameOf(number), image, number % LabelEvery == 0 ? SceneFiles.Label(number) : null, domain, ImagePurpose.Train);
        while (true)
        {
            var asked = timeline.Now;
            Interlocked.Increment(ref _tries);
            try
            {
                var reply = (await gateways.Ask((client, stop) => client.Images.Push(run, [push], stop), Patience))[0];
                if (reply.Outcome <= IngestOutcome.AlreadyStored)
                {
                    _acknowledged.TryAdd(Convert.ToHexStringLower(SHA256.HashData(image)), number);
                    _answers.Enqueue(new Answered(asked, timeline.Now));
                    return;
                }

                if (reply.Outcome != IngestOutcome.StorageUnavailable)
                {
                    _refusals.Enqueue($"{push.Name}: {reply.Outcome} {reply.Message}");
                    return;
                }
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                // Not acknowledged; perhaps stored.
            }

            await Task.Delay(RetryPause);
        }
    }
}
