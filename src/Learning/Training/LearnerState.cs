using System.Globalization;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Weights;

namespace Prcl.Learning.Training;

/// <summary>
/// Everything of a learner that training needs to go on bit for bit: student, teacher, probability head, momentum, memory
/// bank if there is one, step and input normalisation. Prototypes are stored beside it under names of their own.
/// </summary>
public static class LearnerState
{
    private static readonly string[] SumNames = ["precision", "information", "second_moment", "count_clock"];

    /// <summary>A copy of the learner's state.</summary>
    public static NamedTensors Capture(Learner learner)
    {
        var state = new NamedTensors();
        state.Add("student", learner.Student);
        state.Add("teacher", learner.Teacher);
        state.Add("probability_head", learner.ProbabilityHead);
        foreach (var (name, velocity) in learner.Optimiser.Groups.SelectMany(group => group.Velocities))
        {
            using (velocity)
            {
                state.Add($"momentum.{name}", velocity);
            }
        }

        learner.Bank?.AddTo(state);
        state.SetMetadata("steps", learner.Steps.ToString(CultureInfo.InvariantCulture));
        state.SetMetadata("input_mean", Join(learner.Normalisation.Mean));
        state.SetMetadata("input_std", Join(learner.Normalisation.Std));
        return state;
    }

    /// <summary>Puts a captured state into a learner of the same settings.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape.</exception>
    public static void Restore(Learner learner, NamedTensors state)
    {
        var steps = long.Parse(Text(state, "steps"), CultureInfo.InvariantCulture);
        RestoreNetworks(learner, state);
        foreach (var group in learner.Optimiser.Groups)
        {
            group.SetVelocities(name => state.Contains($"momentum.{name}") ? state[$"momentum.{name}"] : null);
        }

        learner.Bank?.Restore(state);
        learner.Steps = steps;
    }

    /// <summary>Puts only what has been learned into a learner of the same network: no momentum, no step.</summary>
    /// <inheritdoc cref="Restore"/>
    public static void RestoreNetworks(Learner learner, NamedTensors state)
    {
        state.RestoreInto("student", learner.Student);
        state.RestoreInto("teacher", learner.Teacher);
        state.RestoreInto("probability_head", learner.ProbabilityHead);
        learner.Normalisation = Normalisation(state);
    }

    /// <summary>As <see cref="RestoreNetworks"/>, of a network that may know fewer classes: it knows the first ones, and what tells the others apart stays as it is.</summary>
    /// <inheritdoc cref="Restore"/>
    public static void RestoreFirstClasses(Learner learner, NamedTensors state)
    {
        using var grown = GrownClasses.Of(state, learner);
        RestoreNetworks(learner, grown);
    }

    /// <summary>
    /// Whether a tensor of a state is a parameter that gradients move: of the student or the probability head, and no running
    /// statistic of a batch norm.
    /// </summary>
    public static bool IsParameter(string name) =>
        (name.StartsWith("student.", StringComparison.Ordinal) || name.StartsWith("probability_head.", StringComparison.Ordinal))
        && !BatchNorm.IsStatistic(name);

    /// <summary>What input the network of a state expects.</summary>
    /// <exception cref="CheckpointException">The state doesn't say.</exception>
    public static InputNormalisation Normalisation(NamedTensors state) => new(Split(Text(state, "input_mean")), Split(Text(state, "input_std")));

    /// <summary>Adds a class's sums to a state under <c>prefix.class</c>.</summary>
    public static void AddSums(NamedTensors state, string prefix, int classId, PrototypeSums sums)
    {
        state.AddDoubles($"{prefix}.{classId}.precision", sums.Precision);
        state.AddDoubles($"{prefix}.{classId}.information", sums.Information);
        state.AddDoubles($"{prefix}.{classId}.second_moment", sums.SecondMoment);
        state.AddDoubles($"{prefix}.{classId}.count_clock", [sums.Count, sums.Clock]);
    }

    /// <summary>A class's sums from a state; null when it has none.</summary>
    public static PrototypeSums? Sums(NamedTensors state, string prefix, int classId)
    {
        if (!state.Contains($"{prefix}.{classId}.precision"))
        {
            return null;
        }

        var parts = Array.ConvertAll(SumNames, name => state.GetDoubles($"{prefix}.{classId}.{name}"));
        return new PrototypeSums(parts[0], parts[1], parts[2], parts[3][0], (long)parts[3][1]);
    }

    private static string Text(NamedTensors state, string key) =>
        state.Metadata.TryGetValue(key, out var text) ? text : throw new CheckpointException($"The checkpoint has no metadata '{key}'.");

    private static string Join(float[] values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static float[] Split(string text) => Array.ConvertAll(text.Split(','), v => float.Parse(v, CultureInfo.InvariantCulture));
}
