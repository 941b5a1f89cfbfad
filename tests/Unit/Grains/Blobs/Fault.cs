namespace Prcl.Unit.Grains.Blobs;

/// <summary>What goes wrong with one call to a store.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is not done, and an error says so.</summary>
    Fails,

    /// <summary>It is not done: the disk is full.</summary>
    DiskFull,

    /// <summary>It is done, and an error is answered.</summary>
    LosesReply,

    /// <summary>An error is answered, and it is done at a later moment: the request was on its way.</summary>
    LandsLater,

    /// <summary>The first part of an append is done, and an error is answered: the power failed in between.</summary>
    Tears,
}
