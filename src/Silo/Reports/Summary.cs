using System.Text.Json;
using Prcl.Contracts.Json;

namespace Prcl.Silo.Reports;

/// <summary>A demo's figures, as <c>summary.json</c> holds them. Numbers that don't exist are null, never NaN.</summary>
internal sealed record Summary
{
    /// <summary>What <see cref="Format"/> says in every report.</summary>
    public const string FormatName = "prcl.report";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new FiniteOrNull() } };

    /// <summary>Tells a report from other files.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Version of the form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Where the frames came from.</summary>
    public required string Source { get; init; }

    /// <summary>Why training ended.</summary>
    public required string Ending { get; init; }

    /// <summary>Every setting of the run.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The classes by id.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The domains in the order in which they arrived.</summary>
    public required IReadOnlyList<DomainScore> Domains { get; init; }

    /// <summary>Folders that were looked at only at the end.</summary>
    public required IReadOnlyList<DomainScore> Extra { get; init; }

    /// <summary>Losses of the steps, thinned.</summary>
    public required IReadOnlyList<LossPoint> Losses { get; init; }

    /// <summary>Steps made.</summary>
    public required long Steps { get; init; }

    /// <summary>Rounds committed.</summary>
    public required long Rounds { get; init; }

    /// <summary>Image draws a second from the first step to the end of training.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Seconds from the first step to the end of training.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Seconds of that spent in tensor work.</summary>
    public required double TensorSeconds { get; init; }

    /// <summary>Largest resident memory of the process.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Resident memory over time.</summary>
    public required IReadOnlyList<MemoryPoint> Memory { get; init; }

    /// <summary>The prototypes by class.</summary>
    public required IReadOnlyList<PrototypeFigures> Prototypes { get; init; }

    /// <summary>What was left out, refused or failed, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Form);
}

/// <summary>How well a domain is segmented.</summary>
/// <param name="Name">The domain.</param>
/// <param name="Images">Images measured for the final figures.</param>
/// <param name="FinalMiou">mIoU of the last version in percent; NaN when it wasn't measured.</param>
/// <param name="PerClassIou">IoU by class in percent; NaN where a class occurs neither in labels nor in predictions.</param>
/// <param name="History">mIoU over time; the last point is the final one.</param>
/// <param name="FrozenMiou">mIoU in percent of the baseline on the same frames; NaN when it wasn't measured.</param>
/// <param name="FrozenPerClassIou">The baseline's IoU by class in percent; NaN where a class occurs neither in labels nor in predictions.</param>
internal sealed record DomainScore(
    string Name,
    int Images,
    double FinalMiou,
    IReadOnlyList<double> PerClassIou,
    IReadOnlyList<HistoryPoint> History,
    double FrozenMiou,
    IReadOnlyList<double> FrozenPerClassIou);

/// <summary>A domain's mIoU at a moment.</summary>
/// <param name="Seconds">Seconds since the first step.</param>
/// <param name="ImagesSeen">Image draws that the measured version was trained on.</param>
/// <param name="Miou">mIoU in percent.</param>
internal sealed record HistoryPoint(double Seconds, long ImagesSeen, double Miou);

/// <summary>A step's losses.</summary>
/// <param name="Step">Steps since the run began.</param>
/// <param name="Total">L.</param>
/// <param name="Supervised">L_s.</param>
/// <param name="Unsupervised">L_u.</param>
/// <param name="Contrastive">L_c before its weight.</param>
/// <param name="Coverage">Share of confident pseudo-labels, 0 to 1.</param>
/// <param name="LearningRate">The main learning rate.</param>
internal sealed record LossPoint(long Step, double Total, double Supervised, double Unsupervised, double Contrastive, double Coverage, double LearningRate);

/// <summary>Resident memory at a moment.</summary>
/// <param name="Seconds">Seconds since sampling began.</param>
/// <param name="Bytes">Resident bytes of the process.</param>
internal sealed record MemoryPoint(double Seconds, long Bytes);

/// <summary>A prototype at the end.</summary>
/// <param name="Name">The class.</param>
/// <param name="Evidence">Pixels after forgetting.</param>
/// <param name="Drift">L2 distance of the normalised means over the last round.</param>
internal sealed record PrototypeFigures(string Name, double Evidence, double Drift);
