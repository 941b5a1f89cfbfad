namespace Prcl.Client.Evaluation;

/// <summary>How well one class is segmented.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Iou">IoU in percent; NaN where the class occurs in neither label nor prediction.</param>
internal sealed record ClassIou(int ClassId, string ClassName, double Iou)
{
    /// <summary>One entry a class, by id.</summary>
    public static ClassIou[] Of(string[] names, ConfusionCounts counts) =>
        [.. counts.PerClassIou().Select((iou, id) => new ClassIou(id, names[id], iou))];
}
