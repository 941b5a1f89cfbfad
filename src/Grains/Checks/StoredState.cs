using Prcl.Grains.Blobs;
using Prcl.Grains.Storage;

namespace Prcl.Grains.Checks;

/// <summary>A grain's stored state, read without the grain.</summary>
/// <param name="Blob">Its blob.</param>
/// <param name="Value">The state; null when there is none, or it can't be read.</param>
/// <param name="Fault">Why it can't be read; null when it can, or isn't there.</param>
internal sealed record StoredState<T>(string Blob, T? Value, string? Fault)
    where T : class
{
    /// <summary>Reads a state.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="grain">The grain's type, as Orleans names it.</param>
    /// <param name="name">The state's name.</param>
    /// <param name="key">The grain's key.</param>
    public static async Task<StoredState<T>> Read(IBlobStore blobs, string grain, string name, string key)
    {
        var blob = StateName.Of(name, GrainId.Create(grain, key));
        var (bytes, fault) = await Reading.Try(() => blobs.Read(blob));
        if (bytes is null)
        {
            return new StoredState<T>(blob, null, fault);
        }

        var (value, broken) = await Reading.Try(() => Task.FromResult<T?>(StateFormat.Decode<T>(blob, bytes.Bytes)));
        return new StoredState<T>(blob, value, broken);
    }

    /// <summary>Writes another state in its place.</summary>
    public Task Write(IBlobStore blobs, T state) => blobs.Write(Blob, StateFormat.Encode(state), BlobCondition.Any);
}
