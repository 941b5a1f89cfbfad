using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prcl.Chaos.Verdict;

/// <summary>What came of it: the program's last line.</summary>
internal sealed record ChaosReport
{
    /// <summary>The largest relative error of a prototype that is rounding.</summary>
    public const double Tolerance = 1e-9;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public required int Seed { get; init; }

    public required double Minutes { get; init; }

    public required int Faults { get; init; }

    public required Dictionary<string, int> FaultsByKind { get; init; }

    public required double SecondsStoppedFromOutside { get; init; }

    public required int SiloStarts { get; init; }

    public required int LeavesCutShort { get; init; }

    public required int ImagesAcknowledged { get; init; }

    public required int PushesSent { get; init; }

    public required int ImagesLost { get; init; }

    public required int ImagesDuplicated { get; init; }

    public required int ImagesDeleted { get; init; }

    public required int BlobsDamaged { get; init; }

    public required int Backups { get; init; }

    public required int BackupsRefused { get; init; }

    public required int LostFromBackups { get; init; }

    public required long RoundsCommitted { get; init; }

    public required long RoundsAfterLastFault { get; init; }

    public required long RoundsOfSeveralTrainers { get; init; }

    public required long ReportsCommitted { get; init; }

    public required int ReportsCommittedTwice { get; init; }

    public required double PrototypeMaxRelativeError { get; init; }

    public required long TrainedMarks { get; init; }

    public required int TrainedInManifests { get; init; }

    public required int StatusAnswered { get; init; }

    public required int StatusExcused { get; init; }

    public required int StatusViolations { get; init; }

    public required int StatusViolationsAllowed { get; init; }

    public required Recovery RecoverySeconds { get; init; }

    public required Dictionary<string, Recovery> RecoveryByKind { get; init; }

    /// <summary>What doesn't hold of what must.</summary>
    [JsonIgnore]
    public IEnumerable<string> Failures => new (bool Fails, string What)[]
    {
        (ImagesLost > 0, $"{ImagesLost} acknowledged images aren't in the log"),
        (ImagesDuplicated > 0, $"{ImagesDuplicated} images are in the log more than once"),
        (ImagesDeleted > 0, $"{ImagesDeleted} images were deleted, though none is old"),
        (LostFromBackups > 0, $"{LostFromBackups} images that were acknowledged before a backup began aren't whole in it"),
        (BlobsDamaged > 0, $"{BlobsDamaged} blobs don't match their hashes"),
        (ReportsCommittedTwice > 0, $"{ReportsCommittedTwice} reports are committed twice"),
        (!(PrototypeMaxRelativeError <= Tolerance), $"a prototype differs from its reports' sum by {PrototypeMaxRelativeError:G3}"),
        (TrainedMarks != TrainedInManifests, $"{TrainedMarks} images are marked as trained, manifests name {TrainedInManifests}"),
        (StatusViolations > StatusViolationsAllowed, $"{StatusViolations} questions for the status weren't answered in time, {StatusViolationsAllowed} may be"),
        (RoundsAfterLastFault == 0, "no round was committed after the last fault"),
    }.Where(f => f.Fails).Select(f => f.What);

    /// <summary>As one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);
}
