using System.Collections.Concurrent;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Backups;

/// <summary>
/// The pins in a store: while a backup holds one, nothing that it may have read about is removed. A pin is a blob that its backup renews; one
/// that hasn't changed for <see cref="Patience"/>, by this process's own clock, was left by a backup that died, and is removed. So pins are
/// ignored only after they are gone, and a backup whose pin is still there knows that it held.
/// </summary>
/// <param name="blobs">The store.</param>
/// <param name="time">Tells the time.</param>
public sealed class BackupPins(IBlobStore blobs, TimeProvider time)
{
    /// <summary>How long a pin may stay unchanged.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    internal const string Folder = "pins/";

    private readonly ConcurrentDictionary<string, (string ETag, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether nothing may be removed now. Asked after what is about to go has been given up durably, and right before it goes: then a backup
    /// that begins after the question copies a state that doesn't name it any more.
    /// </summary>
    /// <exception cref="BlobStorageException">The storage failed; nothing may be removed.</exception>
    public async Task<bool> AreHeld()
    {
        var held = false;
        await foreach (var pin in blobs.List(Folder))
        {
            held |= await IsHeld(pin.Name);
        }

        return held;
    }

    private async Task<bool> IsHeld(string name)
    {
        if (await blobs.Head(name) is not { } pin)
        {
            _seen.TryRemove(name, out _);
            return false;
        }

        var seen = _seen.GetOrAdd(name, (pin.ETag, time.GetTimestamp()));
        if (seen.ETag != pin.ETag)
        {
            _seen[name] = (pin.ETag, time.GetTimestamp());
            return true;
        }

        if (time.GetElapsedTime(seen.Since) <= Patience)
        {
            return true;
        }

        try
        {
            await blobs.Delete(name, pin.ETag);
            _seen.TryRemove(name, out _);
            return false;
        }
        catch (BlobConflictException)
        {
            // Renewed this moment.
            return true;
        }
    }
}
