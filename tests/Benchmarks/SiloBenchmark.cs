using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Runs;
using Prcl.Learning.Scenes;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using Prcl.Silo.Hosting;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// Training inside a silo (actors, image log, leases, prototypes, rounds and their checkpoints) against the bare loop on the same files and
/// settings of the CPU profile, in turns: throughput as a share of the bare loop's, and how busy the device's thread is.
/// </summary>
internal static class SiloBenchmark
{
    private const string Run = "silo";
    private const int Labelled = 16;
    private const int Unlabelled = 64;
    private const int WarmUp = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    /// <param name="rounds">Turns of each.</param>
    /// <param name="steps">Steps timed in a turn; a multiple of a round's, so that each turn has its share of commits.</param>
    public static async Task<object> Compare(int rounds, int steps)
    {
        var frames = new SceneFrames(Labelled, Unlabelled);
        var folder = Directory.CreateTempSubdirectory("prcl-silo-");
        using var host = SiloHost.Build(new SiloSettings { DataDirectory = folder.FullName, SiloPort = 0, GatewayPort = 0, HttpPort = SiloSettings.NoHttp });
        await host.StartAsync();
        try
        {
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var run = grains.GetGrain<IRunGrain>(Run);
            await run.Create(new RunRequest(SceneImages.ClassesJson, new Dictionary<string, string>
            {
                ["evaluation-seconds"] = "1000000",
                ["replay-budget"] = "1000000",
                ["unsupervised-begin"] = "0",
                ["unsupervised-ramp"] = "0",
                ["contrast-ramp-begin"] = "0",
                ["contrast-ramp-end"] = "0",
            }));
            await run.Stop();
            await Push(grains, frames);
            var settings = (await host.Services.GetRequiredService<RunStore>().Get(Run)).Settings;
            using var learner = new Learner(settings, SceneClasses.List.Count, CPU);
            var loop = frames.Loop(learner);
            List<double> bare = [], silo = [], busy = [];

            // Batches are smaller until every image can be replayed.
            await Silo(run, steps);
            for (var round = 0; round < rounds; round++)
            {
                bare.Add(await Task.Factory.StartNew(() => Bare(loop, steps), TaskCreationOptions.LongRunning));
                var (rate, share) = await Silo(run, steps);
                silo.Add(rate);
                busy.Add(share);
                Console.WriteLine($"bare {bare[^1]:F3} steps/s  silo {silo[^1]:F3} steps/s  device thread busy {share:P1}");
            }

            var ratio = Interleaved.MedianRatio([.. silo], [.. bare]);
            Console.WriteLine($"silo over bare, median of {rounds}: {ratio:F3}");
            return new
            {
                bareStepsPerSecond = Interleaved.Median(bare),
                siloStepsPerSecond = Interleaved.Median(silo),
                siloOverBare = ratio,
                deviceThreadBusy = Interleaved.Median(busy),
            };
        }
        finally
        {
            await host.StopAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task Push(IGrainFactory grains, SceneFrames frames)
    {
        var pushes = frames.Files.Select((file, i) => new ImagePush($"{i}.jpg", file.Image, file.Label, "day", ImagePurpose.Train)).ToArray();
        var replies = await grains.GetGrain<IIngestGrain>(Run).Push(pushes);
        if (replies.FirstOrDefault(r => r.Outcome != IngestOutcome.Stored) is { } refused)
        {
            throw new InvalidOperationException($"{refused.Outcome}: {refused.Message}");
        }
    }

    private static double Bare(BareLoop<int> loop, int steps)
    {
        TensorThreads.Use(0);
        long made = 0, start = 0;
        foreach (var _ in loop.Run(WarmUp + steps, CancellationToken.None))
        {
            if (++made == WarmUp)
            {
                start = Stopwatch.GetTimestamp();
            }
        }

        return steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<(double StepsPerSecond, double Busy)> Silo(IRunGrain run, int steps)
    {
        var before = (await Trainer(run))?.Steps ?? 0;
        await run.Start();
        var first = await Reach(run, before + WarmUp);
        var last = await Reach(run, first.Steps + steps);
        await run.Stop();
        while ((await Trainer(run))!.State != TrainerState.Idle)
        {
            await Task.Delay(Poll);
        }

        var seconds = last.WallSeconds - first.WallSeconds;
        return ((last.Steps - first.Steps) / seconds, (last.TensorSeconds - first.TensorSeconds) / seconds);
    }

    // The moment just after a step: its trainer tells wall and tensor time with it.
    private static async Task<TrainerStatus> Reach(IRunGrain run, long step)
    {
        while (true)
        {
            if (await Trainer(run) is { } trainer)
            {
                if (trainer.State == TrainerState.Failed)
                {
                    throw new InvalidOperationException(trainer.Reason);
                }

                if (trainer.Steps >= step)
                {
                    return trainer;
                }
            }

            await Task.Delay(Poll);
        }
    }

    private static async Task<TrainerStatus?> Trainer(IRunGrain run) => (await run.Status()).Trainers.FirstOrDefault();
}
