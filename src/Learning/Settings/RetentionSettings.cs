namespace Prcl.Learning.Settings;

/// <summary>What is kept, and for how long.</summary>
public sealed record RetentionSettings
{
    /// <summary>Model versions kept besides those with an alias.</summary>
    [Setting("Model versions kept besides those with an alias", Unit = "versions", Minimum = 1, Maximum = 1e6)]
    public int KeepVersions { get; init; } = 3;

    /// <summary>Age at which unlabelled images are deleted; 0: never.</summary>
    [Setting("Age at which unlabelled images are deleted, trained on or not; 0: never", Unit = "days", Minimum = 0, Maximum = 36500)]
    public double RetainDays { get; init; }

    /// <summary>Share of a partition's unlabelled images that may go at once for their age.</summary>
    [Setting("Share of a partition's unlabelled images that may be deleted at once for their age; more wait for a person's word (prcl retention)", Unit = "%", Minimum = 0, Maximum = 100)]
    public double RetainShare { get; init; } = 25;

    /// <summary>Size of all unlabelled images above which the oldest are deleted; 0: no limit.</summary>
    [Setting("Size of all unlabelled images above which the oldest are deleted, trained on or not; 0: no limit", Unit = "gigabytes", Minimum = 0, Maximum = 1e9)]
    public double RetainGigabytes { get; init; }
}
