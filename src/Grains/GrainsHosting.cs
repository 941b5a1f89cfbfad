using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization;
using Prcl.Grains.Blobs;
using Prcl.Grains.Devices;
using Prcl.Grains.Images;
using Prcl.Grains.Ingest;
using Prcl.Grains.Models;
using Prcl.Grains.Predictors;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Storage;
using Prcl.Grains.Trainers;

namespace Prcl.Grains;

/// <summary>Adds the actors to a silo.</summary>
public static class GrainsHosting
{
    /// <summary>Adds everything that the grains need.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="blobs">Durable storage; the caller disposes it.</param>
    /// <param name="threads">Threads of tensor work a device; 0: one a core.</param>
    public static ISiloBuilder AddPrclGrains(this ISiloBuilder silo, IBlobStore blobs, int threads)
    {
        silo.AddBlobGrainStorage(GrainStateStore.Name);
        silo.Services.TryAddSingleton(TimeProvider.System);

        // Failures of these projects cross between silos as what they are, and to a client, which lacks most of the types, with their message.
        silo.Services.Configure<ExceptionSerializationOptions>(o => o.SupportedNamespacePrefixes.Add("Prcl"));
        silo.Services.AddSingleton(blobs)
            .AddSingleton<ImageBlobs>()
            .AddSingleton<RunStore>()
            .AddSingleton<RunCreation>()
            .AddSingleton<RoundHistory>()
            .AddSingleton<ModelStore>()
            .AddSingleton<IVersionMaker, ModelAverager>()
            .AddSingleton<SumsReader>()
            .AddSingleton<ModelCache>()
            .AddSingleton<RefusalCounters>()
            .AddSingleton(_ => new DeviceThreads(threads));
        silo.Services.AddPlacementDirector<OwnSiloPlacement, OwnSiloPlacementDirector>();
        return silo;
    }

    /// <summary>Lets the silo train every run on each of its devices.</summary>
    public static ISiloBuilder AddPrclTrainers(this ISiloBuilder silo)
    {
        silo.Services.AddHostedService<TrainerStarter>();
        return silo;
    }
}
