using Prcl.Grains.Blobs;
using Prcl.Grains.Checks.Histories;
using Prcl.Grains.Checks.Logs;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Checks;

/// <summary>
/// Reads everything that a store holds and says what is damaged; repairs it, if asked to, as far as something else tells what was there. No silo may
/// use the store during a repair.
/// </summary>
/// <param name="blobs">The store.</param>
/// <param name="time">Tells the time.</param>
public sealed class StoreCheck(IBlobStore blobs, TimeProvider time)
{
    /// <summary>What is damaged, of one run or of all.</summary>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public Task<IReadOnlyList<Finding>> Look(string? run = null) => Walk(run, _ => Task.CompletedTask);

    /// <summary>Repairs what is damaged, of one run or of all; asking again after an interruption is right.</summary>
    /// <returns>What was damaged, with what the repair has lost.</returns>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public Task<IReadOnlyList<Finding>> Repair(string? run = null) => Walk(run, part => part.Repair());

    private async Task<IReadOnlyList<Finding>> Walk(string? only, Func<ICheckPart, Task> then)
    {
        var found = new List<Finding>();
        var images = new ImageCheck(blobs);
        foreach (var run in (await new RunStore(blobs).Ids()).Where(id => only is null || RunId.NameOf(id) == only))
        {
            await Do(new RunFileCheck(blobs, run));
            await Do(new SettingsCheck(blobs, run, time));
            if (await Readable(run) is { } record)
            {
                await Do(new HistoryCheck(blobs, record, time));
                for (var partition = 0; partition < record.Settings.Partitions; partition++)
                {
                    var log = new LogCheck(blobs, run, partition, time);
                    await Do(log);
                    images.Add(log);
                }

                await Do(new SmallStateCheck(blobs, record));
            }
        }

        await Do(images);
        return found;

        async Task Do(ICheckPart part)
        {
            if (await part.Look() is { Count: > 0 } findings)
            {
                found.AddRange(findings);
                await then(part);
            }
        }
    }

    // A store of its own for each look: it remembers what it has read.
    private async Task<RunRecord?> Readable(string run) => (await Reading.Try(() => new RunStore(blobs).FindById(run))).Value;
}
