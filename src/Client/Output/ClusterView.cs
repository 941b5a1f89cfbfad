using Prcl.Contracts.Cluster;
using Prcl.Contracts.Trainers;
using Spectre.Console;

namespace Prcl.Client.Output;

/// <summary>The cluster for people.</summary>
internal static class ClusterView
{
    /// <summary>A row a silo.</summary>
    public static Table Silos(IEnumerable<SiloView> silos)
    {
        var table = new ResultTable().Text("Silo", "Address", "Status", "Roles", "Devices").Number("Trainers").Text("Version");
        foreach (var silo in silos)
        {
            table.Row(
                silo.Name,
                silo.Address,
                silo.Draining ? $"{silo.Status}, draining" : silo.Status,
                string.Join(", ", silo.Roles),
                string.Join(", ", silo.Devices),
                silo.Trainers is { } trainers ? Figures.Count(trainers.Count(t => t.State < TrainerState.Stopped)) : "?",
                silo.Version);
        }

        return table.Drawn;
    }

    /// <summary>A row a trainer.</summary>
    public static Table Trainers(IEnumerable<TrainerStatus> trainers)
    {
        var table = new ResultTable().Text("Trainer", "State").Number("Round", "Steps", "Images/s");
        foreach (var trainer in trainers)
        {
            table.Row(
                trainer.Key,
                trainer.Reason.Length > 0 ? $"{trainer.State}: {trainer.Reason}" : trainer.State.ToString(),
                Figures.Count(trainer.Round),
                Figures.Count(trainer.Steps),
                Figures.Short(trainer.ImagesPerSecond));
        }

        return table.Drawn;
    }
}
