using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;

namespace Prcl.Silo.Hosting;

/// <summary>The storage of a host that is about to start.</summary>
internal static class BlobStorage
{
    /// <summary>Reaches it once, and creates Azure's container if it is absent, so that a silo that can't doesn't half start.</summary>
    /// <returns>Where the data is, for the person.</returns>
    /// <exception cref="HostException">It can't be reached, or doesn't let this silo in.</exception>
    public static async Task<string> Require(IHost host, SiloSettings settings, CancellationToken cancellation)
    {
        if (host.Services.GetService<AzureBlobStore>() is not { } azure)
        {
            return settings.DataDirectory;
        }

        return await Require(azure, settings.Blobs, cancellation);
    }

    /// <summary>The same for Azure's container alone.</summary>
    /// <inheritdoc cref="Require(IHost, SiloSettings, CancellationToken)"/>
    public static async Task<string> Require(AzureBlobStore azure, BlobSettings settings, CancellationToken cancellation)
    {
        try
        {
            await azure.CreateContainer(cancellation);
            return azure.Container.ToString();
        }
        catch (BlobStorageException failure)
        {
            throw Unusable(failure.Reason, failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The SDK throws anything, even a NullReferenceException, at an answer of a server that isn't a blob storage.
            throw Unusable("what answers there is no blob storage", failure);
        }

        HostException Unusable(string reason, Exception failure) => new(
            $"{(settings.AzureConnectionString is null ? "azure-account" : "azure-connection-string")}: the container {azure.Container} can't be used: {reason}",
            failure);
    }
}
