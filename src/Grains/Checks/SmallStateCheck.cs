using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Evaluation;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Checks;

/// <summary>States that a run does without: what an evaluator has measured, and how far files of deleted images have been collected.</summary>
/// <param name="blobs">The store.</param>
/// <param name="run">The run.</param>
internal sealed class SmallStateCheck(IBlobStore blobs, RunRecord run) : ICheckPart
{
    private readonly List<Finding> _found = [];
    private readonly List<Func<Task>> _repairs = [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Look()
    {
        _found.Clear();
        _repairs.Clear();
        var name = run.Id;
        await Look<EvaluatorState>("evaluator", "evaluator", name, new Loss(LossKinds.Scores, "the scores of earlier versions; the newest is measured again"), await HasMeasured(name));
        for (var partition = 0; partition < run.Settings.Partitions; partition++)
        {
            await Look<CollectorState>("imagestream", "collector", PrclNames.StreamKey(name, partition), Loss.Nothing);
        }

        return _found;
    }

    /// <inheritdoc/>
    public async Task Repair()
    {
        foreach (var repair in _repairs)
        {
            await repair();
        }
    }

    // The version that is being measured has an alias before anything is stored of it.
    private async Task<bool> HasMeasured(string name) =>
        (await StoredState<RunState>.Read(blobs, "run", "run", name)).Value?.Aliases.ContainsKey("best") == true;

    private async Task Look<T>(string grain, string state, string key, Loss loss, bool isDue = false)
        where T : class, new()
    {
        var stored = await StoredState<T>.Read(blobs, grain, state, key);
        if ((stored.Fault ?? (stored.Value is null && isDue ? "is missing" : null)) is { } fault)
        {
            _found.Add(new Finding(stored.Blob, fault, loss));
            _repairs.Add(() => stored.Write(blobs, new T()));
        }
    }
}
