using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;

namespace Prcl.Learning.Training;

/// <summary>
/// The prototypes of a run as part of a checkpoint: what was pulled and the open round's own sums, each with its clock,
/// apart, because one double sum folded in another order isn't the same bits.
/// </summary>
public static class PrototypeTableState
{
    private const string Pulled = "prototypes.pulled";
    private const string Own = "prototypes.own";

    /// <summary>Adds a table to a state.</summary>
    public static void Add(NamedTensors state, PrototypeTable prototypes)
    {
        for (var k = 0; k < prototypes.Classes; k++)
        {
            AddSums(state, Pulled, k, prototypes.Pulled[k]);
            AddSums(state, Own, k, prototypes.Own[k]);
        }
    }

    /// <summary>Puts back what <see cref="Add"/> added, in place of what the table holds.</summary>
    /// <exception cref="CheckpointException">A part of a class's sums is missing.</exception>
    public static void Restore(NamedTensors state, PrototypeTable prototypes)
    {
        var own = new PrototypeSums?[prototypes.Classes];
        for (var k = 0; k < own.Length; k++)
        {
            prototypes.Pull(k, LearnerState.Sums(state, Pulled, k));
            own[k] = LearnerState.Sums(state, Own, k);
        }

        prototypes.BeginRound();
        prototypes.Add(own);
    }

    private static void AddSums(NamedTensors state, string prefix, int classId, PrototypeSums? sums)
    {
        if (sums is not null)
        {
            LearnerState.AddSums(state, prefix, classId, sums);
        }
    }
}
