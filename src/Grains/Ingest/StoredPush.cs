using Prcl.Contracts.Streams;
using Prcl.Grains.Images;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Ingest;

/// <summary>
/// A push whose files are stored. A file that was there already may belong to a deleted image and be about to go, and so may one that was
/// stored long ago: once the image is logged such files are written again, before anybody is told that they are safe.
/// </summary>
/// <param name="Entry">What is to be logged.</param>
/// <param name="Found">The files that were there already.</param>
/// <param name="Written">The files that this push has written.</param>
/// <param name="Since">When, as a timestamp of the clock.</param>
internal sealed record StoredPush(ImageEntry Entry, byte[][] Found, byte[][] Written, long Since)
{
    /// <summary>Makes the files safe; the image is in the log.</summary>
    public Task Secure(ImageBlobs images, TimeProvider time) => Task.WhenAll(
        (time.GetElapsedTime(Since) < FileCollector.Grace / 2 ? Found : [.. Found, .. Written]).Select(file => images.Rewrite(file)));
}
