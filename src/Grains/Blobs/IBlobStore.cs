namespace Prcl.Grains.Blobs;

/// <summary>
/// Durable named bytes: the ground of images, logs, grain state, rounds and checkpoints. Names follow <see cref="BlobName"/>;
/// a name is never also a folder of another (<c>a</c> beside <c>a/b</c>), and a blob is either written or appended to, never both.
/// What is read is what was written: content that was changed, cut off or swapped with another blob's is a <see cref="BlobStorageException"/> that
/// says so (<see cref="BlobStorageException.IsDamaged"/>); what is appended carries checksums of its own. What a call has returned is on durable storage. After a <see cref="BlobStorageException"/> of a change its outcome is unknown: done,
/// not done, or done in a moment. All members may be called from any thread, of any number of processes.
/// </summary>
/// <remarks>
/// Every member throws <see cref="ArgumentException"/> for a name that breaks the rules and <see cref="BlobStorageException"/> when the
/// storage fails.
/// </remarks>
public interface IBlobStore
{
    /// <summary>The whole content and its ETag, read as of one moment; null when there is no such blob.</summary>
    Task<BlobContent?> Read(string name, CancellationToken cancellation = default);

    /// <summary>
    /// A forward stream of the content from <paramref name="offset"/> on (empty at or past the end); null when there is no such blob.
    /// A blob that is replaced meanwhile goes on as it was opened, or the stream fails; the versions never mix.
    /// </summary>
    Task<Stream?> OpenRead(string name, long offset = 0, CancellationToken cancellation = default);

    /// <summary>At most <paramref name="count"/> bytes from <paramref name="offset"/> on (fewer at the end, none past it); null when there is no such blob.</summary>
    Task<byte[]?> ReadRange(string name, long offset, int count, CancellationToken cancellation = default);

    /// <summary>Creates or replaces the blob in one piece.</summary>
    /// <returns>The new ETag. No two states of a blob share one, even with equal content.</returns>
    /// <exception cref="BlobConflictException">The condition does not hold; nothing is changed.</exception>
    Task<string> Write(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation = default);

    /// <summary>
    /// Creates or replaces the blob with what <paramref name="write"/> puts into a forward stream, for content of any size. The blob
    /// appears when the callback has ended, whole or (when it throws) not at all.
    /// </summary>
    /// <inheritdoc cref="Write(string, ReadOnlyMemory{byte}, BlobCondition, CancellationToken)"/>
    Task<string> Write(string name, Func<Stream, CancellationToken, Task> write, BlobCondition condition, CancellationToken cancellation = default);

    /// <summary>Removes the blob. An absent one is fine, with an ETag too.</summary>
    /// <exception cref="BlobConflictException">The blob's ETag is not <paramref name="etag"/> (checked unless null).</exception>
    Task Delete(string name, string? etag = null, CancellationToken cancellation = default);

    /// <summary>Whether there is such a blob.</summary>
    async Task<bool> Exists(string name, CancellationToken cancellation = default) => await Head(name, cancellation) is not null;

    /// <summary>Length and ETag without the content; null when there is no such blob.</summary>
    Task<BlobHead?> Head(string name, CancellationToken cancellation = default);

    /// <summary>
    /// The blobs whose names begin with <paramref name="prefix"/> (whole or partial last segment; empty for all), in ordinal order.
    /// Blobs that come or go meanwhile may be listed or not.
    /// </summary>
    IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation = default);

    /// <summary>
    /// What follows <paramref name="folder"/> (empty, or ending in a slash) up to the next slash in names that have one there, each once, in
    /// no particular order. It costs as many requests as there are pages of these and of blobs right in the folder, whatever is below them.
    /// A folder whose blobs are all gone may be listed or not.
    /// </summary>
    IAsyncEnumerable<string> Folders(string folder, CancellationToken cancellation = default);

    /// <summary>
    /// Adds <paramref name="bytes"/> (at least one) at the end if the blob is <paramref name="expectedLength"/> long; 0 also creates it.
    /// No two appends at one position may have equal bytes (let them carry who appends): by them a store recognises one whose reply got lost.
    /// </summary>
    /// <returns>The new length.</returns>
    /// <exception cref="BlobConflictException">The length is another; it carries the actual one. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">The blob was written, not appended to.</exception>
    Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default);

    /// <summary>Tries to write a little, which leaves no blob, and tells how many bytes are free.</summary>
    /// <returns>Free bytes; null where there is no telling (Azure), and then nothing has been tried.</returns>
    /// <exception cref="BlobStorageException">Nothing can be written.</exception>
    Task<long?> Probe(CancellationToken cancellation = default) => Task.FromResult<long?>(null);

    /// <summary>
    /// Settles the end of an appended blob after a crash: what remains is durable when this returns, and of <paramref name="expectedLength"/>
    /// bytes only the first <paramref name="length"/> remain. Where an append is atomic (Azure) there is no torn tail: there only equal
    /// lengths are accepted, others are a <see cref="BlobStorageException"/>.
    /// </summary>
    /// <exception cref="BlobConflictException">The blob is not <paramref name="expectedLength"/> long: someone appended meanwhile. Nothing is changed.</exception>
    Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation = default);
}
