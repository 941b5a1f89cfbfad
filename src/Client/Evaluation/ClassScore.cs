namespace Prcl.Client.Evaluation;

/// <summary>How well one class is segmented.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Iou">IoU in percent; NaN where the class occurs in neither label nor prediction.</param>
/// <param name="Precision">Of the pixels predicted to be of the class, those that are, in percent; NaN where none is predicted.</param>
/// <param name="Recall">Of the pixels of the class, those predicted to be, in percent: the class's pixel accuracy; NaN where it has none.</param>
internal sealed record ClassScore(int ClassId, string ClassName, double Iou, double Precision, double Recall)
{
    /// <summary>One entry a class, by id.</summary>
    public static ClassScore[] Of(string[] names, ConfusionCounts counts) =>
        [.. names.Select((name, id) => new ClassScore(id, name, counts.Iou(id), counts.Precision(id), counts.Recall(id)))];
}
