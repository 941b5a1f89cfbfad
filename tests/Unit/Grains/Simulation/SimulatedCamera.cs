using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Images;
using Prcl.Grains.Streams;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>A client that pushes images, or deletes them, until each is acknowledged; several push the same ones, some with a label.</summary>
internal sealed class SimulatedCamera(World world, int number)
{
    private const int Images = 12;
    private const int Pictures = 10;

    private readonly Life _life = new(world.Scheduler, $"camera-{number}");

    /// <summary>Whether everything has been acknowledged.</summary>
    public bool HasEnded { get; private set; }

    public void Start() => _life.Start(async () =>
    {
        var streams = new Streams(world, _life).Factory;
        for (var i = 0; i < Images && !world.IsEnding; i++)
        {
            var image = world.Random.Next(Pictures);
            var entry = new ImageEntry(
                Hash($"image-{image}"), world.Random.Next(3) == 0 ? Hash($"label-{image}-{world.Random.Next(2)}") : null, $"image-{image}", "day", ImagePurpose.Train, 4, 4);
            var partition = Partitioning.Of(entry.Sha256, world.Run.Settings.Partitions);
            var stream = streams.GetGrain<IImageStreamGrain>($"{World.RunKey}/{partition}");
            await (world.Random.Next(5) == 0 ? Delete(stream, entry.Sha256) : Push(stream, entry));
            if (world.Random.Next(2) == 0)
            {
                await world.Sleep(_life);
            }
        }

        HasEnded = true;
    });

    private static string Hash(string text) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString();

    private async Task Push(IImageStreamGrain stream, ImageEntry entry)
    {
        var isDone = false;
        while (!isDone)
        {
            ImageEntry? seen = null;
            await Patiently(async () => seen = entry with { Seen = (await stream.Look([entry.Sha256]))[0] });
            await Patiently(async () =>
            {
                var outcome = (await stream.Append([seen!]))[0];
                world.Oracle.Require(outcome is not (AppendOutcome.OtherPurpose or AppendOutcome.OtherDomain), $"{entry.Name} is answered {outcome}");

                // An overtaken activation may answer that it has changed.
                isDone = outcome != AppendOutcome.ChangedSince;
                if (isDone)
                {
                    world.Oracle.Settle(seen!);
                }
            });
        }

        world.Oracle.Acknowledge(entry.Sha256, entry.LabelSha256);
    }

    private async Task Delete(IImageStreamGrain stream, string sha256)
    {
        SeenImage[] seen = [];
        await Patiently(async () => seen = await stream.Look([sha256]));
        await Patiently(async () =>
        {
            // An overtaken activation may answer that it isn't there.
            if ((await stream.Delete([sha256], seen))[0])
            {
                world.Oracle.Settle(seen);
                world.Oracle.AcknowledgeDeletion(sha256);
            }
        });
    }

    private async Task Patiently(Func<Task> work)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception failure) when (SimulatedTrainer.Passes(failure))
            {
                await world.Sleep(_life);
            }
            catch (Exception failure)
            {
                world.Oracle.Require(false, $"{_life.Name} met {failure}");
                return;
            }
        }
    }
}
