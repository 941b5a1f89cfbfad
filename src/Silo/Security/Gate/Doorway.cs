using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Metadata;
using Orleans.Serialization;
using Orleans.Serialization.Session;
using Prcl.Grains.Doors;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Security.Gate;

/// <summary>Puts the gate into the gateway's pipeline.</summary>
internal static class Doorway
{
    private const long MegaByte = 1 << 20;

    /// <summary>Lets clients send what is open to them, and nothing else. After TLS, in the order of the calls.</summary>
    public static ISiloBuilder UseGate(this ISiloBuilder silo, SiloSettings settings)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<RefusalLog>();

        // One for both doors, this one and HTTP's.
        silo.Services.TryAddSingleton(services => new RequestBytes(settings.Limits.RequestBytes, services.GetRequiredService<TimeProvider>()));
        silo.Services.AddSingleton<OpenCalls>().AddSingleton(services => Gate(services, settings));
        return silo.AddIncomingGrainCallFilter<ClientCallGuard>().Configure<SiloConnectionOptions>(o => o.ConfigureGatewayInboundConnection(pipeline =>
            pipeline.Use(next => connection => pipeline.ApplicationServices.GetRequiredService<GatewayGate>().Serve(connection, next))));
    }

    private static GatewayGate Gate(IServiceProvider services, SiloSettings settings)
    {
        var calls = services.GetRequiredService<OpenCalls>();
        var open = calls.Find(services.GetRequiredService<IClusterManifestProvider>().LocalGrainManifest);
        var refusal = OpenCalls.CallsOf(typeof(IRefusalGrain).Assembly).Single(c => c.GetInterfaceType() == typeof(IRefusalGrain));
        var name = services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceType(typeof(IRefusalGrain));
        return new GatewayGate(
            new ClientRules(open, settings.ClusterSecret),
            new RefusalCall(name.Value, calls.Write(refusal)),
            new HeaderWriter(services.GetRequiredService<ILocalSiloDetails>().GatewayAddress!),
            services.GetRequiredService<Serializer<ConnectionGreeting>>(),
            services.GetRequiredService<SerializerSessionPool>(),
            services.GetRequiredService<RefusalLog>(),
            services.GetRequiredService<RequestBytes>(),
            settings.MessageMegabytes * MegaByte);
    }
}
