using Prcl.Grains.Blobs;

namespace Prcl.Silo.Health;

/// <summary>The storage answers.</summary>
internal sealed class StorageCheck(IBlobStore blobs) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public bool NeedsRestart => false;

    /// <inheritdoc/>
    public async Task<string?> Look(CancellationToken cancellation)
    {
        try
        {
            await blobs.Exists("health/probe", cancellation).WaitAsync(Patience, cancellation);
            return null;
        }
        catch (TimeoutException)
        {
            return $"the storage hasn't answered within {Patience.TotalSeconds} s";
        }
        catch (BlobStorageException failure)
        {
            return $"the storage fails: {failure.Message}";
        }
    }
}
