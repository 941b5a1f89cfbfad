using Prcl.Grains.Blobs;
using Prcl.Grains.Room;

namespace Prcl.Silo.Health;

/// <summary>The storage answers, and takes what is written to it.</summary>
internal sealed class StorageCheck(IBlobStore blobs, StorageRoom room) : IHealthCheck
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
            return (await room.Look().WaitAsync(cancellation)).Fault is { } fault ? $"the storage takes nothing: {fault}" : null;
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
