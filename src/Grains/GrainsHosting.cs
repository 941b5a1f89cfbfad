using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;
using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Grains.Clocks;
using Prcl.Grains.Damage;
using Prcl.Grains.Devices;
using Prcl.Grains.Doors;
using Prcl.Grains.Evaluation;
using Prcl.Grains.Images;
using Prcl.Grains.Ingest;
using Prcl.Grains.Limits;
using Prcl.Grains.Metrics;
using Prcl.Grains.Models;
using Prcl.Grains.Predictors;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Removal;
using Prcl.Grains.Roles;
using Prcl.Grains.Room;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Storage;
using Prcl.Grains.Trainers;
using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;

namespace Prcl.Grains;

/// <summary>Adds the actors to a silo.</summary>
public static class GrainsHosting
{
    /// <summary>Adds everything that the grains need.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="blobs">Durable storage; the caller disposes it.</param>
    /// <param name="threads">Threads of tensor work a device; 0: the cores, shared evenly by the trainers.</param>
    /// <param name="profile">What the silo is there for; null: everything.</param>
    /// <param name="weights">What a run may begin with; null: weights that come with the program.</param>
    /// <param name="limits">What the silo takes of its machine; null: whatever it is asked to.</param>
    public static ISiloBuilder AddPrclGrains(
        this ISiloBuilder silo, IBlobStore blobs, int threads, SiloProfile? profile = null, RunWeights? weights = null, SiloLimits? limits = null)
    {
        limits ??= SiloLimits.None;
        profile ??= SiloProfile.Everything;
        silo.AddBlobGrainStorage(GrainStateStore.Name);
        silo.AddIncomingGrainCallFilter<RequestGuard>();
        silo.Services.TryAddSingleton(TimeProvider.System);

        // Failures of these projects cross between silos as what they are, and to a client, which lacks most of the types, with their message.
        silo.Services.Configure<ExceptionSerializationOptions>(o => o.SupportedNamespacePrefixes.Add("Prcl"));
        silo.Services.AddSingleton(limits)
            .AddSingleton<DamageBook>()
            .AddSingleton(services => new StorageRoom(blobs, limits, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<IBlobStore>(services => new MeteredBlobStore(
                blobs, services.GetRequiredService<StorageRoom>(), services.GetRequiredService<DamageBook>().Note))
            .AddSingleton(services => new ClockWatch(SteadyTime.WallOf(services.GetRequiredService<TimeProvider>())))
            .AddSingleton<PixelGate>()
            .AddSingleton<Admission>()
            .AddSingleton<ImageBlobs>()
            .AddSingleton<RunStore>()
            .AddSingleton<Tombstones>()
            .AddSingleton<SettingsHistory>()
            .AddSingleton(weights ?? new RunWeights())
            .AddSingleton<RunCreation>()
            .AddSingleton<RoundHistory>()
            .AddSingleton<ModelStore>()
            .AddSingleton<IVersionMaker, ModelAverager>()
            .AddSingleton<SumsReader>()
            .AddSingleton<BackupPins>()
            .AddSingleton<ModelCache>()
            .AddSingleton<RefusalCounters>()
            .AddSingleton<TrainerCrew>()
            .AddSingleton<RoleBook>()
            .AddSingleton<DeviceLoss>()
            .AddSingleton<IContrastKernel, FusedContrastKernel>()
            .AddSingleton(profile)
            .AddSingleton(_ => new DeviceThreads(threads, profile.Devices.Count));
        silo.UseSiloMetadata(profile.ToMetadata());
        silo.Services.AddPlacementFilter<RoleFilter, RoleFilterDirector>(ServiceLifetime.Transient);
        silo.Services.AddPlacementDirector<OwnSiloPlacement, OwnSiloPlacementDirector>();
        return silo;
    }

    /// <summary>
    /// Adds what a silo does by itself in its roles: trains every run on each of its devices, measures its versions, tells its figures. After the silo:
    /// it is stopped before it, since draining needs living grains.
    /// </summary>
    public static IServiceCollection AddPrclRoles(this IServiceCollection services, SiloProfile profile)
    {
        services.AddHostedService<RoomWatch>();
        if (profile.Roles.HasFlag(SiloRoles.Trainer))
        {
            services.AddHostedService<TrainerStarter>();
        }

        if (profile.Roles.HasFlag(SiloRoles.Predictor))
        {
            services.AddHostedService<EvaluatorStarter>();
        }

        if (profile.Roles.HasFlag(SiloRoles.State))
        {
            services.AddHostedService<RunGauges>();
            services.AddHostedService<RunSweeper>();
        }

        return services;
    }
}
