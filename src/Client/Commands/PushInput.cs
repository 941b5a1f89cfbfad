namespace Prcl.Client.Commands;

/// <summary>Where what is pushed comes from.</summary>
internal enum PushInput
{
    /// <summary>Image files and folders.</summary>
    Files,

    /// <summary>A folder that fills.</summary>
    Watched,

    /// <summary>Files that standard input names.</summary>
    Names,

    /// <summary>Video files.</summary>
    Videos,

    /// <summary>A camera.</summary>
    Camera,
}
