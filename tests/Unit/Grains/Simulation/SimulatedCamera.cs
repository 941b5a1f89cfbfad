using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Images;
using Prcl.Grains.Streams;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>A client that pushes images, or deletes them, until each is acknowledged; several push the same ones, some with a label.</summary>
internal sealed class SimulatedCamera(World world, int number)
{
    private const int Images = 12;

    private readonly Life _life = new(world.Scheduler, $"camera-{number}");

    /// <summary>Whether everything has been acknowledged.</summary>
    public bool HasEnded { get; private set; }

    public void Start() => _life.Start(async () =>
    {
        var streams = new Streams(world, _life).Factory;
        for (var i = 0; i < Images && !world.IsEnding; i++)
        {
            var image = world.Random.Next(2 * Images);
            var entry = new ImageEntry(
                Hash($"image-{image}"), world.Random.Next(4) == 0 ? Hash($"label-{image}-{world.Random.Next(2)}") : null, $"image-{image}", "day", ImagePurpose.Train, 4, 4);
            var partition = Partitioning.Of(entry.Sha256, world.Run.Settings.Partitions);
            var stream = streams.GetGrain<IImageStreamGrain>($"{World.RunKey}/{partition}");
            await (world.Random.Next(8) == 0 ? Delete(stream, entry.Sha256) : Push(stream, entry));
            if (world.Random.Next(2) == 0)
            {
                await world.Sleep(_life);
            }
        }

        HasEnded = true;
    });

    private static string Hash(string text) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString();

    private Task Push(IImageStreamGrain stream, ImageEntry entry) => Patiently(async () =>
    {
        var outcome = (await stream.Append([entry]))[0];
        world.Oracle.Require(outcome is AppendOutcome.Logged or AppendOutcome.Held, $"{entry.Name} is answered {outcome}");
        world.Oracle.Acknowledge(entry.Sha256, entry.LabelSha256);
    });

    private Task Delete(IImageStreamGrain stream, string sha256) => Patiently(async () =>
    {
        if ((await stream.Delete([sha256]))[0])
        {
            world.Oracle.AcknowledgeDeletion(sha256);
        }
    });

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
