namespace Prcl.Contracts.Ingest;

/// <summary>What became of a pushed image. Refusals left nothing in the log.</summary>
[GenerateSerializer, Alias("prcl.ingest-outcome")]
public enum IngestOutcome
{
    /// <summary>The image (or its new label) is durable.</summary>
    Stored = 0,

    /// <summary>The log holds this image, with this label, already.</summary>
    AlreadyStored = 1,

    /// <summary>The bytes are not a picture that this system reads.</summary>
    NotAnImage = 2,

    /// <summary>The picture is cut short or damaged.</summary>
    Damaged = 3,

    /// <summary>Too many bytes or pixels.</summary>
    TooLarge = 4,

    /// <summary>Too few pixels to learn from.</summary>
    TooSmall = 5,

    /// <summary>The label is unreadable, of another size, or names a class that the run doesn't have.</summary>
    BadLabel = 6,

    /// <summary>The domain's name breaks its rule; silos of today refuse the whole call.</summary>
    BadDomain = 7,

    /// <summary>No such run.</summary>
    NoSuchRun = 8,

    /// <summary>Storage doesn't answer, and whether the image is in the log isn't known; pushing again later is right either way.</summary>
    StorageUnavailable = 9,

    /// <summary>The run has this image for the other purpose; what is measured with is never learned from, nor the reverse.</summary>
    OtherPurpose = 10,

    /// <summary>The run has this image in another domain; an image is of one domain.</summary>
    OtherDomain = 11,

    /// <summary>The storage has little room left: unlabelled images are refused, labelled ones and training go on.</summary>
    OutOfRoom = 12,

    /// <summary>The run's images take as much as the silo lets a run have.</summary>
    OverQuota = 13,

    /// <summary>The image has got another label, or was deleted, since it was looked at; looking and pushing again is right.</summary>
    ChangedSince = 14,
}
