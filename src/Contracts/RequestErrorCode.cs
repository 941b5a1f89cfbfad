namespace Prcl.Contracts;

/// <summary>
/// What kind of mistake a refused request made, for programs; people read the message. Codes keep their numbers and meanings, and new ones may come:
/// whoever doesn't know one treats it as <see cref="Unspecified"/>.
/// </summary>
[GenerateSerializer, Alias("prcl.request-error-code")]
public enum RequestErrorCode
{
    /// <summary>None of the others, or from a silo of before there were codes.</summary>
    Unspecified = 0,

    /// <summary>A value breaks its rule.</summary>
    BadValue = 1,

    /// <summary>No such run.</summary>
    NoSuchRun = 2,

    /// <summary>The run doesn't keep that model version, or has no such alias.</summary>
    NoSuchVersion = 3,

    /// <summary>The run has no such class.</summary>
    NoSuchClass = 4,

    /// <summary>The run has no such image, or the image no label.</summary>
    NoSuchImage = 5,

    /// <summary>No live silo has that name.</summary>
    NoSuchSilo = 6,

    /// <summary>A run of that name exists with other classes or settings, or one whose name differs by case only.</summary>
    RunExists = 7,

    /// <summary>The silo has as many of these as it lets there be.</summary>
    LimitReached = 8,

    /// <summary>Somebody else changed it meanwhile.</summary>
    Overtaken = 9,

    /// <summary>The run has nothing to measure with.</summary>
    NothingToMeasure = 10,

    /// <summary>The bytes are no picture that this system reads.</summary>
    NotAnImage = 11,

    /// <summary>The picture is cut short or damaged.</summary>
    DamagedImage = 12,

    /// <summary>Too many bytes or pixels.</summary>
    ImageTooLarge = 13,

    /// <summary>Too few pixels.</summary>
    ImageTooSmall = 14,

    /// <summary>The label is unreadable, of another size, or names a class that the run doesn't have.</summary>
    BadLabel = 15,

    /// <summary>The run has this image for the other purpose.</summary>
    OtherPurpose = 16,

    /// <summary>The run has this image in another domain.</summary>
    OtherDomain = 17,

    /// <summary>The storage has little room left.</summary>
    OutOfRoom = 18,

    /// <summary>The run's images take as much as a run may have.</summary>
    OverQuota = 19,

    /// <summary>The storage doesn't answer; asking again later is right.</summary>
    StorageUnavailable = 20,

    /// <summary>The silo has as much to do as it takes; asking again in a moment is right.</summary>
    Busy = 21,

    /// <summary>Not for clients, or without the cluster's secret.</summary>
    NotAllowed = 22,

    /// <summary>What was stored of the run is damaged.</summary>
    DamagedRun = 23,
}
