using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Prcl.Grains;
using Prcl.Grains.Trainers;

namespace Prcl.Silo.Hosting;

/// <summary>Builds the host of a silo: embedded, loopback only, everything durable in one folder or one container.</summary>
public static class SiloHost
{
    /// <summary>The cluster that clients of this program look for.</summary>
    public const string ClusterId = "prcl";

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(60);

    /// <summary>Builds the host; starting and stopping are the caller's.</summary>
    /// <param name="settings">Folder, ports, threads.</param>
    /// <param name="configureLogging">Changes where log lines go; null keeps the console.</param>
    /// <exception cref="HostException">A setting breaks its rule, a port is in use, or the folder can't be held.</exception>
    public static IHost Build(SiloSettings settings, Action<ILoggingBuilder>? configureLogging = null)
    {
        settings = settings.Checked();
        Ports.RequireFree("silo-port", settings.SiloPort);
        Ports.RequireFree("gateway-port", settings.GatewayPort);
        var data = settings.Blobs.Kind == BlobKind.File ? DataDirectory.Hold(settings.DataDirectory) : null;

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        ConfigureLogging(builder.Logging);
        configureLogging?.Invoke(builder.Logging);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DrainTime);
        if (data is not null)
        {
            builder.Services.AddSingleton(_ => data);
        }

        var blobs = settings.Blobs.Open(settings.DataDirectory);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, serviceId: ClusterId, clusterId: ClusterId);
            silo.Configure<SiloOptions>(o => o.SiloName = settings.Name);
            silo.AddPrclGrains(blobs, settings.Threads);
        });

        // After the silo, so that it is stopped before it: draining needs living grains.
        if (settings.Trains)
        {
            builder.Services.AddHostedService<TrainerStarter>();
        }

        var host = builder.Build();

        // Instances given to the container aren't disposed by it; one made by a factory is, once it has been asked for.
        host.Services.GetService<DataDirectory>();
        return host;
    }

    private static void ConfigureLogging(ILoggingBuilder logging) => logging
        .AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "HH:mm:ss ";
        })
        .SetMinimumLevel(LogLevel.Warning)

        // The one advises server garbage collection, which a trainer has no use for; the other measures its first period from the machine's start.
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)

        // A call that finds a silo stopping fails at its caller, who tells it where it matters.
        .AddFilter("Polly", LogLevel.None)
        .AddFilter("Orleans.Messaging", LogLevel.Critical)
        .AddFilter("Orleans.Grain", LogLevel.Critical)
        .AddFilter("Prcl", LogLevel.Information);
}
