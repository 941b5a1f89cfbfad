using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Hosting;
using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Storage;

/// <summary>Registers <see cref="BlobGrainStorage"/>.</summary>
public static class BlobGrainStorageHosting
{
    /// <summary>Keeps the grain state of the storage provider <paramref name="name"/> in the silo's registered <see cref="IBlobStore"/>.</summary>
    public static ISiloBuilder AddBlobGrainStorage(this ISiloBuilder builder, string name)
    {
        builder.Services.AddGrainStorage(name, (services, _) => new BlobGrainStorage(services.GetRequiredService<IBlobStore>(), services.GetService<RunStore>()));
        return builder;
    }
}
