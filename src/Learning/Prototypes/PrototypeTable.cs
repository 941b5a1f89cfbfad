namespace Prcl.Learning.Prototypes;

/// <summary>
/// The prototypes as a trainer sees them: what was pulled (committed ⊕ the other trainers' pending sums) ⊕ its own
/// cumulative sums of the open round. Not thread-safe: it belongs to the trainer's thread.
/// </summary>
/// <param name="classes">K.</param>
/// <param name="halfLife">T in image draws; 0 never forgets.</param>
public sealed class PrototypeTable(int classes, double halfLife)
{
    private readonly PrototypeSums?[] _pulled = new PrototypeSums?[classes];
    private readonly PrototypeSums?[] _own = new PrototypeSums?[classes];

    /// <summary>K.</summary>
    public int Classes => classes;

    /// <summary>The trainer's own sums of the open round, by class; null where the class hasn't been seen.</summary>
    public IReadOnlyList<PrototypeSums?> Own => _own;

    /// <summary>What was pulled, by class.</summary>
    public IReadOnlyList<PrototypeSums?> Pulled => _pulled;

    /// <summary>Replaces what was pulled for a class.</summary>
    public void Pull(int classId, PrototypeSums? sums) => _pulled[classId] = sums;

    /// <summary>Adds a step's sums to the open round's.</summary>
    public void Add(IReadOnlyList<PrototypeSums?> step)
    {
        for (var k = 0; k < classes; k++)
        {
            _own[k] = PrototypeSums.Merge(_own[k], step[k], halfLife);
        }
    }

    /// <summary>The prototype of a class now; null without evidence.</summary>
    public PrototypeSums? this[int classId] => AddTo(classId, _pulled[classId]);

    /// <summary>The prototypes of all classes now; null without evidence.</summary>
    public PrototypeSums?[] Now() => [.. Enumerable.Range(0, classes).Select(k => this[k])];

    /// <summary>Evidence for a class ⊕ the own sums of the open round.</summary>
    public PrototypeSums? AddTo(int classId, PrototypeSums? evidence) => PrototypeSums.Merge(evidence, _own[classId], halfLife);

    /// <summary>Forgets the open round's sums: they have been committed or given up.</summary>
    public void BeginRound() => Array.Clear(_own);

    /// <summary>Closes the round where there is nobody to commit it to: the own sums become part of what was pulled.</summary>
    public void CommitRound()
    {
        for (var k = 0; k < classes; k++)
        {
            _pulled[k] = this[k];
        }

        BeginRound();
    }
}
