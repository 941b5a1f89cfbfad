using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Prcl.EndToEnd.Clusters;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Roles;
using Prcl.Silo.Hosting;

namespace Prcl.Benchmarks.Merges;

/// <summary>
/// State silos as processes, on files, with simulated trainers: how many merges a second they take, how soon they answer, and how long the
/// beginning and the end of a round take with many trainers and classes.
/// </summary>
internal static class MergesBenchmark
{
    /// <param name="silos">State silos.</param>
    /// <param name="seconds">Length of each of the two measurements of sends.</param>
    /// <param name="width">D.</param>
    /// <param name="classes">A run for each number of classes.</param>
    /// <param name="trainers">Trainers of each of its rounds.</param>
    public static async Task<object> Run(int silos, int seconds, int width, int[] classes, int[] trainers)
    {
        await using var cluster = await SiloCluster.WithRedis();
        for (var i = 0; i < silos; i++)
        {
            await cluster.Start("state", "--name", $"keeper-{i + 1}");
        }

        // The trainers' side: a silo that keeps no state, since what trainers call is closed to clients.
        using var trainer = SiloHost.Build(new SiloSettings
        {
            Cluster = ClusterKind.Redis,
            Redis = new Secret(cluster.Redis),
            ClusterSecret = new Secret(SiloCluster.Secret),
            DataDirectory = cluster.DataFolder,
            Roles = SiloRoles.Predictor,
            Name = "trainers",
            SiloPort = 0,
            GatewayPort = 0,
            HttpPort = SiloSettings.NoHttp,
        });
        await trainer.StartAsync();
        using var blobs = new FileBlobStore(cluster.Silos[0].DataFolder);
        var figures = new List<MergesFigures>();
        foreach (var count in classes)
        {
            using var run = await SimulatedRun.Create(trainer.Services.GetRequiredService<IGrainFactory>(), new ModelStore(blobs), cluster.Silos, count, width);
            foreach (var many in trainers.Order())
            {
                figures.Add(await run.Measure(many, seconds));
                Tell(figures[^1]);
            }
        }

        await trainer.StopAsync();
        return new { processors = Environment.ProcessorCount, silos, seconds, rounds = figures };
    }

    private static void Tell(MergesFigures f) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {DateTime.UtcNow:HH:mm:ss} {f.Classes} classes, {f.Trainers} trainers, D {f.Width}
          begin of a round: {f.BeginSeconds:F2} s
          every 2.5 s ({f.OfferedPerSecond:F0} merges/s offered): {f.Paced}
          as fast as they can: {f.Full}
          report {f.ReportBytes / 1e6:F2} MB, {f.SumsBytes / 1e6:F2} MB of it class sums; all written in {f.WriteSeconds:F2} s, closed in {f.CloseSeconds:F2} s, folded in {f.FoldSeconds:F2} s
        """));
}
