using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Grains.Devices;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Demo;

/// <summary>A silo for the time of a demo, in a folder that goes with it unless a person named one.</summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string? _temporary;

    private readonly StrongBox<bool> _isStopping;

    private EmbeddedCluster(IHost host, string? temporary, StrongBox<bool> isStopping) => (_host, _temporary, _isStopping) = (host, temporary, isStopping);

    /// <summary>Reaches the grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The threads of the silo's devices.</summary>
    public DeviceThreads Devices => _host.Services.GetRequiredService<DeviceThreads>();

    /// <summary>Refuses a folder that holds something: runs in it would train beside the demo.</summary>
    /// <exception cref="HostException">The folder isn't empty, or can't be read.</exception>
    public static void RequireEmpty(string dataDirectory)
    {
        try
        {
            if (Directory.Exists(dataDirectory) && Directory.EnumerateFileSystemEntries(dataDirectory).Any())
            {
                throw new HostException($"data-dir: '{Path.GetFullPath(dataDirectory)}' isn't empty; a demo needs an empty or a new folder. 'prcl-silo serve' opens one that an earlier demo has kept.");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"data-dir: '{Path.GetFullPath(dataDirectory)}' can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>Starts a silo on free ports.</summary>
    /// <param name="dataDirectory">The folder; null for a temporary one.</param>
    /// <param name="weights">The weights that a person named, a file's path maybe.</param>
    /// <param name="threads">Threads of tensor work; 0: one a core.</param>
    /// <param name="isQuiet">Whether log lines would spoil the screen.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="HostException">The folder can't be written or held.</exception>
    public static async Task<EmbeddedCluster> Start(string? dataDirectory, string weights, int threads, bool isQuiet, CancellationToken cancellationToken)
    {
        var temporary = dataDirectory is null ? Directory.CreateTempSubdirectory("prcl-demo-").FullName : null;
        var isStopping = new StrongBox<bool>();
        IHost? host = null;
        try
        {
            var settings = new SiloSettings { DataDirectory = dataDirectory ?? temporary!, WeightsFile = weights, SiloPort = 0, GatewayPort = 0, HttpPort = SiloSettings.NoHttp, Threads = threads };
            host = SiloHost.Build(settings, logging => ConfigureLogging(logging, isQuiet, isStopping));
            await host.StartAsync(cancellationToken);
            return new EmbeddedCluster(host, temporary, isStopping);
        }
        catch
        {
            host?.Dispose();
            Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isStopping.Value = true;

        // Drains trainers first: a process that exits while torch computes crashes.
        await _host.StopAsync();
        _host.Dispose();
        Delete(_temporary);
    }

    private static void ConfigureLogging(ILoggingBuilder logging, bool isQuiet, StrongBox<bool> isStopping)
    {
        // What is still being measured when the silo stops complains, and nobody needs to know.
        logging.AddFilter(level => level >= LogLevel.Error && !isStopping.Value)
            .AddFilter("Prcl", level => level >= LogLevel.Warning && !isStopping.Value);
        if (isQuiet)
        {
            logging.ClearProviders();
        }
    }

    private static void Delete(string? folder)
    {
        if (folder is not null)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"The temporary folder {folder} can't be deleted: {failure.Message}");
            }
        }
    }
}
