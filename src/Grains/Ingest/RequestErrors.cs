using Prcl.Contracts;
using Prcl.Contracts.Ingest;

namespace Prcl.Grains.Ingest;

/// <summary>The code of a refused image.</summary>
public static class RequestErrors
{
    /// <summary>The code of what became of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It wasn't refused.</exception>
    public static RequestErrorCode Of(IngestOutcome outcome) => outcome switch
    {
        IngestOutcome.NotAnImage => RequestErrorCode.NotAnImage,
        IngestOutcome.Damaged => RequestErrorCode.DamagedImage,
        IngestOutcome.TooLarge => RequestErrorCode.ImageTooLarge,
        IngestOutcome.TooSmall => RequestErrorCode.ImageTooSmall,
        IngestOutcome.BadLabel => RequestErrorCode.BadLabel,
        IngestOutcome.BadDomain => RequestErrorCode.BadValue,
        IngestOutcome.NoSuchRun => RequestErrorCode.NoSuchRun,
        IngestOutcome.StorageUnavailable => RequestErrorCode.StorageUnavailable,
        IngestOutcome.OtherPurpose => RequestErrorCode.OtherPurpose,
        IngestOutcome.OtherDomain => RequestErrorCode.OtherDomain,
        IngestOutcome.OutOfRoom => RequestErrorCode.OutOfRoom,
        IngestOutcome.OverQuota => RequestErrorCode.OverQuota,
        IngestOutcome.ChangedSince => RequestErrorCode.Overtaken,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "It wasn't refused."),
    };
}
