namespace Prcl.Client.Video;

/// <summary>What becomes of a frame before it is sent.</summary>
internal enum FrameVerdict
{
    /// <summary>It is sent.</summary>
    Taken,

    /// <summary>It shows what the last one that was sent shows.</summary>
    Alike,

    /// <summary>It isn't the one of every so many.</summary>
    PassedOver,
}
