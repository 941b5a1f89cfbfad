using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Prcl.Contracts.Security;
using Prcl.Contracts.Security.Certificates;
using Prcl.Grains;
using Prcl.Grains.Blobs.Azure;
using Prcl.Grains.Clocks;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;
using Prcl.Silo.Health;
using Prcl.Silo.Http;
using Prcl.Silo.Logs;
using Prcl.Silo.Security;
using Prcl.Silo.Security.Gate;
using Prcl.Silo.Security.Tls;
using Prcl.Silo.Startup;
using Prcl.Silo.Telemetry;

namespace Prcl.Silo.Hosting;

/// <summary>Builds the host of a silo.</summary>
public static class SiloHost
{
    /// <summary>Of what a silo gets for stopping, this much is kept for what comes after draining.</summary>
    internal static readonly TimeSpan AfterDraining = TimeSpan.FromSeconds(15);

    /// <summary>Builds the host; starting and stopping are the caller's.</summary>
    /// <param name="settings">Folder, ports, roles and so on.</param>
    /// <param name="configureLogging">Changes where log lines go; null keeps the console.</param>
    /// <exception cref="HostException">A setting breaks its rule, a port is in use, or the folder can't be held.</exception>
    public static IHost Build(SiloSettings settings, Action<ILoggingBuilder>? configureLogging = null)
    {
        settings = settings.Checked();
        var profile = Profile(settings);
        Ports.RequireFree("silo-port", settings.Listen, settings.SiloPort);
        Ports.RequireFree("gateway-port", settings.Listen, settings.GatewayPort);
        if (settings.HttpPort != SiloSettings.NoHttp)
        {
            Ports.RequireFree("http-port", settings.Listen, settings.HttpPort);
        }

        var certificates = Certificates(settings.Certificates);
        var data = settings.Blobs.Kind == BlobKind.File ? DataDirectory.Hold(settings.DataDirectory, isShared: settings.Cluster == ClusterKind.Redis, settings.DataAccess) : null;

        IHostApplicationBuilder builder = settings.HttpPort == SiloSettings.NoHttp
            ? Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true })
            : HttpHost.CreateBuilder(settings);
        if (settings.HttpPort == SiloSettings.NoHttp)
        {
            builder.Services.AddTelemetry(settings, isScraped: false);
        }

        builder.Logging.AddSiloConsole(settings.LogFormat, settings.LogLevel);
        configureLogging?.Invoke(builder.Logging);
        builder.Logging.LimitLines(settings.Limits.LogLines);
        builder.Services.AddSingleton<TimeProvider>(new SteadyTime(TimeProvider.System));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = profile.DrainTime + AfterDraining);
        if (data is not null)
        {
            builder.Services.AddSingleton(_ => data);
        }

        var blobs = settings.Blobs.Open(settings.DataDirectory);
        if (blobs is AzureBlobStore azure)
        {
            builder.Services.AddSingleton(azure);
        }

        var weights = new RunWeights(settings.WeightsDirectory, settings.WeightsFile);
        builder.UseOrleans(silo =>
            silo.UseCluster(settings).UseMutualTls(certificates).UseGate(settings).UseSecret(settings.ClusterSecret).UseTraces(settings).AddPrclGrains(blobs, settings.Threads, profile, weights, settings.Limits.ToSilo()));
        builder.Services.AddPrclRoles(profile);
        AddSystemd(builder.Services);
        var host = builder is WebApplicationBuilder web ? HttpHost.Build(web) : ((HostApplicationBuilder)builder).Build();

        // Instances given to the container aren't disposed by it; one made by a factory is, once it has been asked for.
        host.Services.GetService<DataDirectory>();
        host.BoundFarewell();
        return host;
    }

    private static void AddSystemd(IServiceCollection services)
    {
        var systemd = new SystemdNotifier();
        if (systemd.IsEnabled)
        {
            services.AddHostedService(s => new SystemdReport(
                systemd, s.GetRequiredService<IHostApplicationLifetime>(), s.GetRequiredService<TimeProvider>(), SystemdReport.Watchdog, s.GetService<HealthReport>()));
        }
    }

    private static ISiloBuilder UseSecret(this ISiloBuilder silo, Secret? secret) => secret is null
        ? silo
        : silo.AddIncomingGrainCallFilter(new SecretGuard(secret)).AddOutgoingGrainCallFilter(new SecretBearer(secret.Reveal()));

    // Read once now: a silo that nobody could connect to doesn't half start.
    private static Func<Action<string>, CertificateFolder>? Certificates(string folder)
    {
        if (folder.Length == 0)
        {
            return null;
        }

        try
        {
            CertificateFolder.Open(folder, TimeProvider.System, null, CertificateUse.Silo);
            return tell => CertificateFolder.Open(folder, TimeProvider.System, tell, CertificateUse.Silo);
        }
        catch (CertificateException failure)
        {
            throw new HostException($"certificates: {failure.Message}.", failure);
        }
    }

    private static SiloProfile Profile(SiloSettings settings) => new(
        settings.Roles,
        settings.Roles.HasFlag(SiloRoles.Trainer) ? SettingRules.Devices(settings.Devices) : [],
        TimeSpan.FromSeconds(settings.DrainSeconds))
    { InferenceDevice = InferenceDevice(settings) };

    // Looking for GPUs loads the tensor library, which a silo that only serves HTTP has no use for.
    private static string InferenceDevice(SiloSettings settings) => settings.Roles == SiloRoles.Web && settings.InferenceDevice.Length == 0
        ? "cpu"
        : SettingRules.Device("inference-device", settings.InferenceDevice);
}
