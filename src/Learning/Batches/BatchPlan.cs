namespace Prcl.Learning.Batches;

/// <summary>Which images a step trains on.</summary>
/// <typeparam name="T">What names an image.</typeparam>
/// <param name="Labelled">Images with a label.</param>
/// <param name="New">Unlabelled images that nobody has trained on.</param>
/// <param name="Replayed">Unlabelled images drawn again.</param>
public sealed record BatchPlan<T>(IReadOnlyList<T> Labelled, IReadOnlyList<T> New, IReadOnlyList<T> Replayed)
{
    /// <summary>Image draws in the plan.</summary>
    public int Images => Labelled.Count + New.Count + Replayed.Count;
}
