using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;

namespace Prcl.Grains.Streams;

/// <summary>
/// Logs what happens to a partition's images, each thing once: of several calls for one image the later ones wait for the
/// earlier and look again. Belongs to a grain: not thread-safe.
/// </summary>
/// <param name="index">The fold of the log.</param>
/// <param name="log">The log.</param>
/// <param name="time">Tells the time.</param>
internal sealed class StreamAppender(StreamIndex index, LogWriter log, TimeProvider time)
{
    private readonly Dictionary<string, Task> _turns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unconfirmed = new(StringComparer.Ordinal);

    // Records that wait for the storage have their place already.
    private long _nextSequence = index.Count;

    /// <summary>Logs an image, a label for one that is there, or that one in quarantine is back, whose files the caller writes again.</summary>
    /// <exception cref="BlobStorageException">Not durable yet; calling again is right and logs it once.</exception>
    /// <exception cref="LogBacklogException">Too much waits already; calling again later is right.</exception>
    /// <exception cref="LogConflictException">Another activation writes this log.</exception>
    public Task<AppendOutcome> Append(ImageEntry entry) => Settled(entry) is { } outcome
        ? Task.FromResult(outcome)
        : InTurn(entry.Sha256, async () =>
        {
            if (Settled(entry) is { } meanwhile)
            {
                return meanwhile;
            }

            if (index.Find(entry.Sha256) is not { } known)
            {
                await Log(entry.Sha256, new StreamRecord
                {
                    Image = new ImageLogged(
                        entry.Sha256, entry.LabelSha256, entry.Name, entry.Domain, entry.Purpose, entry.Width, entry.Height, time.GetUtcNow().UtcDateTime, entry.Bytes, _nextSequence),
                });
                return AppendOutcome.Logged;
            }

            var isRelabelled = entry.LabelSha256 is not null && entry.LabelSha256 != known.LabelSha256;
            if (isRelabelled && entry.Seen is { } seen && seen != index.Look(entry.Sha256))
            {
                return AppendOutcome.ChangedSince;
            }

            if (known.Quarantine is not null)
            {
                await Log(entry.Sha256, new StreamRecord { Restored = new RestoredLogged(known.Sequence) });
            }

            if (isRelabelled)
            {
                await Log(entry.Sha256, new StreamRecord { Label = new LabelLogged(known.Sequence, entry.LabelSha256!) });
            }

            return AppendOutcome.Logged;
        });

    /// <summary>Takes an image out, unless it is out already.</summary>
    /// <inheritdoc cref="Append"/>
    public Task<bool> Quarantine(long sequence, string error) => InTurn(index[sequence].Sha256, async () =>
    {
        if (index.At(sequence) is not { Quarantine: null } image)
        {
            return false;
        }

        await Log(image.Sha256, new StreamRecord { Quarantine = new QuarantineLogged(sequence, error) });
        return true;
    });

    /// <summary>Deletes an image, unless it isn't there, is another one than was seen, or has got a label and those are kept.</summary>
    /// <param name="sha256">The image.</param>
    /// <param name="seen">The sequence of the one that is meant; null: whichever is there.</param>
    /// <param name="keepLabelled">Whether one with a label stays.</param>
    /// <returns>The sequence of the image that was deleted; null: none.</returns>
    /// <inheritdoc cref="Append"/>
    public Task<long?> Delete(string sha256, long? seen, bool keepLabelled) => InTurn<long?>(sha256, async () =>
    {
        if (index.Find(sha256) is not { } image || (seen is not null && seen != image.Sequence) || (keepLabelled && image.LabelSha256 is not null))
        {
            return null;
        }

        await Log(sha256, new StreamRecord { Deleted = new DeletedLogged(image.Sequence) });
        return image.Sequence;
    });

    private AppendOutcome? Settled(ImageEntry entry) => index.Find(entry.Sha256) switch
    {
        null => null,
        { } image when image.Purpose != entry.Purpose => AppendOutcome.OtherPurpose,
        { } image when image.Domain != entry.Domain => AppendOutcome.OtherDomain,
        _ => index.Holds(new ImageFingerprint(entry.Sha256, entry.LabelSha256)) ? AppendOutcome.Held : null,
    };

    private async Task<T> InTurn<T>(string sha256, Func<Task<T>> work)
    {
        var turn = After(_turns.GetValueOrDefault(sha256, Task.CompletedTask), sha256, work);
        _turns[sha256] = turn;
        try
        {
            return await turn;
        }
        finally
        {
            if (_turns.GetValueOrDefault(sha256) == turn)
            {
                _turns.Remove(sha256);
            }
        }
    }

    private async Task<T> After<T>(Task earlier, string sha256, Func<Task<T>> work)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_unconfirmed.Contains(sha256))
        {
            // Accepted by the log, though storage failed: appending it again would log it twice.
            string[] accepted = [.. _unconfirmed];
            await log.Flush();
            _unconfirmed.ExceptWith(accepted);
        }

        return await work();
    }

    private async Task Log(string sha256, StreamRecord record)
    {
        // Refused at once, it is in no log.
        var appended = log.Append(record.Encode());
        _nextSequence += record.Image is null ? 0 : 1;
        try
        {
            await appended;
        }
        catch (BlobStorageException)
        {
            _unconfirmed.Add(sha256);
            throw;
        }
    }
}
