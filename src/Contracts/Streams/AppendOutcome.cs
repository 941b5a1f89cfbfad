namespace Prcl.Contracts.Streams;

/// <summary>What became of an entry that a stream was asked to log.</summary>
[GenerateSerializer, Alias("prcl.append-outcome")]
public enum AppendOutcome
{
    /// <summary>It is new in the log, image or label, and durable.</summary>
    Logged = 0,

    /// <summary>The log held it already.</summary>
    Held = 1,

    /// <summary>The log has the image for the other purpose; nothing is changed.</summary>
    OtherPurpose = 2,

    /// <summary>The log has the image in another domain; nothing is changed.</summary>
    OtherDomain = 3,

    /// <summary>The image isn't any more as the caller has seen it; nothing is changed.</summary>
    ChangedSince = 4,
}
