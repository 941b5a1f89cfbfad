using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Checks;

/// <summary>The changes of a run's settings. One that can't be read keeps the run from being opened where it is the newest; without it the run goes on with those before.</summary>
/// <param name="blobs">The store.</param>
/// <param name="runId">The run's id.</param>
/// <param name="time">Tells the time.</param>
internal sealed class SettingsCheck(IBlobStore blobs, string runId, TimeProvider time) : ICheckPart
{
    private readonly List<Finding> _found = [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Look()
    {
        _found.Clear();
        var history = new SettingsHistory(blobs, time);
        foreach (var blob in await blobs.List(SettingsHistory.FolderOf(runId)).Select(b => b.Name).ToArrayAsync())
        {
            if ((await Reading.Try<SettingsRevision>(async () => await history.Read(blob))).Fault is { } fault)
            {
                _found.Add(new Finding(blob, fault, new Loss(LossKinds.Settings, "that change of the run's settings: it goes on with those before it, unless there is a later one")));
            }
        }

        return _found;
    }

    /// <inheritdoc/>
    public async Task Repair()
    {
        foreach (var finding in _found)
        {
            await blobs.Delete(finding.Blob);
        }
    }
}
