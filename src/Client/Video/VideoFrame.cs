namespace Prcl.Client.Video;

/// <summary>A frame of a video.</summary>
/// <param name="Jpeg">The picture.</param>
/// <param name="Seconds">Its time since the video's beginning.</param>
internal sealed record VideoFrame(byte[] Jpeg, double Seconds);
