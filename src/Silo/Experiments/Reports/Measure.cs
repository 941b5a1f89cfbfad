namespace Prcl.Silo.Experiments.Reports;

/// <summary>A column of results that tables and plots show.</summary>
/// <param name="Column">The column.</param>
/// <param name="Name">What a person calls it, with its unit.</param>
/// <param name="Digits">Digits after the point.</param>
internal sealed record Measure(string Column, string Name, int Digits)
{
    /// <summary>All but the IoU of classes.</summary>
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("miou", "mIoU, %", 1),
        new("miou_student", "mIoU of the student, %", 1),
        new("pixel_accuracy", "pixels right, %", 1),
        new("confidence_auroc", "AUROC of 1 − confidence", 3),
        new("variance_auroc", "AUROC of σ²", 3),
        new("uncertainty_auroc", "AUROC of the published uncertainty", 3),
        new("entropy_auroc", "AUROC of entropy", 3),
        new("distance_auroc", "AUROC of distance to the nearest prototype", 3),
        new("prototypes_auroc", "AUROC of the prototypes' doubt", 3),
        new("both_auroc", "AUROC of classifier's and prototypes' doubt", 3),
        new("calibration_error", "calibration error of the confidence", 3),
        new("variance_calibration_error", "calibration error of 1 − σ²", 3),
        new("uncertainty_calibration_error", "calibration error of the published uncertainty", 3),
        new("scatter_ratio", "scatter ratio", 2),
        new("prototype_accuracy", "nearest prototype right, %", 1),
        new("pseudo_precision", "pseudo-labels right, %", 1),
        new("pseudo_coverage", "pixels with a pseudo-label, %", 1),
        new("prototype_drift", "prototype drift a step", 4),
        new("prototype_divergence", "prototype divergence a step", 4),
        new("effective_classes", "classes that negatives come from", 1),
        new("loss_supervised", "L_s", 3),
        new("loss_unsupervised", "L_u", 3),
        new("loss_contrastive", "L_c", 3),
        new("loss_variance", "L_σ", 3),
        new("seconds_per_step", "seconds a step", 2),
    ];
}
