namespace Prcl.Silo.Experiments.Arms;

/// <summary>The arms that have a name: settings on top of the defaults, which are the arm <c>prcl</c>.</summary>
internal static class ArmTable
{
    /// <summary>Without pseudo-labels and contrast.</summary>
    private const string NoStream = "unsupervised-weight=0 contrast-weight=0 variance-weight=0";

    /// <summary>Self-training as it is found in textbooks: none of this project's remedies.</summary>
    private const string Textbook =
        "contrast-weight=0 variance-weight=0 unsupervised-begin=0 unsupervised-ramp=0 unsupervised-threshold=0.97 pseudo-label-check=none "
        + "pseudo-label-weighting=image mixing=classmix style-probability=0";

    private const string Unchecked = "pseudo-label-check=none";
    private const string Deterministic = "representation=deterministic";
    private const string BatchScope = "prototype-scope=batch";
    private const string NoVirtual = "virtual-negatives=0";

    /// <summary>Every arm, in the order of the help.</summary>
    public static IReadOnlyList<Arm> All { get; } =
    [
        Of("frozen", NoStream, "supervised until the first domain ends, then never updated") with { Feed = ArmFeed.Frozen },
        Of("supervised", NoStream, "labelled images only"),
        Of("supervised+bn", NoStream, "supervised, with batch-norm statistics of each domain's own streamed images") with { BatchNormShare = 1 },
        Of("teacher-student", Textbook, "textbook self-training: no burn-in, an image's weight on each of its pixels, no check"),
        Of("self-training", $"contrast-weight=0 {Unchecked}", "every remedy that uses no prototype"),
        Of("check-only", "contrast-weight=0", "self-training with the prototypes' check of pseudo-labels, no contrast"),
        Of("+contrast", $"{Unchecked} {Deterministic} {BatchScope} {NoVirtual}", "self-training and contrast of points with the batch's prototypes"),
        Of("+pr", $"{Unchecked} {BatchScope} {NoVirtual}", "+contrast with probabilistic representations"),
        Of("+gdp", $"{Unchecked} {NoVirtual}", "+pr with global distribution prototypes"),
        Of("+vn", Unchecked, "+gdp with virtual negatives"),
        Of("prcl", "", "everything: the defaults of a run"),
        Of("prcl-contrast", "contrast-weight=0", "prcl without contrast (check-only by another name)"),
        Of("prcl-pr", Deterministic, "prcl with points instead of distributions"),
        Of("prcl-gdp", BatchScope, "prcl with the batch's prototypes as positives"),
        Of("prcl-vn", NoVirtual, "prcl without virtual negatives"),
        Of("prcl-check", Unchecked, "prcl without the check of pseudo-labels (+vn by another name)"),
        Of("memory-bank", "negative-source=bank", "prcl with a memory bank's negatives for virtual ones"),
        Of("joint", "", "prcl with all domains' streamed images from the start") with { Feed = ArmFeed.Joint },
        Of("suggested", "", "prcl, and the protocol's late labels for the frames that the product suggests") with { Late = LateChoice.Suggested },
        Of("random", "", "prcl, and the protocol's late labels for as many frames drawn by seed") with { Late = LateChoice.Random },
        Of("oracle", NoStream, "supervised with the labels of all domains' streamed images") with { Feed = ArmFeed.Oracle },
    ];

    /// <summary>The arm of a name, or null.</summary>
    public static Arm? Find(string name) => All.FirstOrDefault(a => a.Name == name);

    private static Arm Of(string name, string settings, string meaning) =>
        new(name, settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(s => s[0], s => s[1], StringComparer.Ordinal), meaning);
}
