using Prcl.Contracts.Ingest;
using Prcl.Contracts.Requests;
using Prcl.Contracts.Security;

namespace Prcl.Contracts.Streams;

/// <summary>One partition of a run's ordered image log, its leases and trained marks. Key: run / partition.</summary>
[Alias("prcl.IImageStreamGrain")]
public interface IImageStreamGrain : IGrainWithStringKey
{
    /// <summary>Logs images and labels; answers when they are durable. An image keeps the purpose and the domain that it was logged with first. One in quarantine is back in.</summary>
    [Alias("Append")]
    Task<AppendOutcome[]> Append(ImageEntry[] entries);

    /// <summary>Whether the log holds these images with these labels, in the domain and for the purpose named. Quarantined ones it doesn't: pushed again they are mended.</summary>
    [Alias("Known")]
    Task<bool[]> Known(ImageFingerprint[] files);

    /// <summary>The images of these hashes as they are now.</summary>
    [Alias("Look")]
    Task<SeenImage[]> Look(string[] sha256);

    /// <summary>The images of these hashes; null for one that the log doesn't have.</summary>
    [Alias("Find")]
    Task<ImageInfo?[]> Find(string[] sha256);

    /// <summary>
    /// Leases the oldest unlabelled images that nobody has trained on or holds, at most <paramref name="count"/>.
    /// The lease lasts <c>lease-seconds</c> and is renewed by <see cref="Renew"/>.
    /// </summary>
    [Alias("Lease")]
    Task<ImageInfo[]> Lease(string trainer, long incarnation, int count);

    /// <summary>
    /// Renews leases. A grain that was restarted adopts them again unless somebody else holds the image.
    /// </summary>
    /// <returns>The sequences that are not the caller's any more.</returns>
    [Alias("Renew")]
    Task<long[]> Renew(string trainer, long incarnation, long[] sequences);

    /// <summary>Gives images back untrained.</summary>
    [Alias("Return")]
    Task Return(string trainer, long incarnation, long[] sequences);

    /// <summary>Gives an image back because it can't be read; the third attempt that failed puts it in quarantine with the error.</summary>
    /// <param name="trainer">Who tried.</param>
    /// <param name="incarnation">In which incarnation.</param>
    /// <param name="sequence">The image.</param>
    /// <param name="error">Why it can't be read.</param>
    /// <param name="attempt">A number that the incarnation gives to no other attempt: told again, an attempt counts once.</param>
    [Alias("Fail")]
    Task Fail(string trainer, long incarnation, long sequence, string error, long attempt);

    /// <summary>
    /// Training images with a label in log order, and the newest unlabelled ones trained before in the order of training: what a
    /// trainer draws labelled and replayed images from. Quarantined images are left out.
    /// </summary>
    /// <param name="knownRevision">
    /// The revision that the caller has: an unchanged pool is answered without its lists. −1 of a caller that has asked nothing yet, which alone
    /// is told what it may replay; −2 of one that wants the labelled images again.
    /// </param>
    [Alias("Pool")]
    Task<TrainingPool> Pool(long knownRevision);

    /// <summary>Images in log order, from <paramref name="fromSequence"/>, at most <paramref name="count"/> (up to 10,000).</summary>
    [Alias("List"), ForClients]
    Task<ImageInfo[]> List([Whole(0)] long fromSequence, [Whole(0, 10_000)] int count, bool onlyQuarantined);

    /// <summary>Images in another order than the log's, those after a place in it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="place">Only images of a lower place, or of this one and a lower sequence.</param>
    /// <param name="belowSequence">See <paramref name="place"/>.</param>
    /// <param name="count">Images at most.</param>
    [Alias("Ranked")]
    Task<PlacedImage[]> Ranked(ImageOrder order, long place, long belowSequence, int count);

    /// <summary>
    /// Images that a person should label next: those most in doubt of the unlabelled ones, spread over domains and over the classes that the doubt lies on, and
    /// not next to one another in the log. Where fewer are known to be in doubt, others follow.
    /// </summary>
    [Alias("Suggest")]
    Task<ImageInfo[]> Suggest(int count);

    /// <summary>Images kept for measuring, in log order.</summary>
    [Alias("Evaluation")]
    Task<ImageInfo[]> Evaluation();

    /// <summary>
    /// Deletes images; answers when that is durable, which of them were there. They are leased, listed, replayed and measured with no
    /// more; their files go some minutes later, unless something else refers to them. Pushed again they are new images.
    /// </summary>
    /// <param name="sha256">The images.</param>
    /// <param name="seen">The images as they were seen, one each; others of these hashes stay. Null: whatever images they are now.</param>
    [Alias("Delete")]
    Task<bool[]> Delete(string[] sha256, SeenImage[]? seen);

    /// <summary>Which of these images have been deleted.</summary>
    [Alias("Gone")]
    Task<long[]> Gone(long[] sequences);

    /// <summary>Whether an image that isn't deleted has these files, as the image or as a label that it has or had.</summary>
    [Alias("Refers")]
    Task<bool[]> Refers(string[] sha256);

    /// <summary>Deletes what the run's retention doesn't keep, and removes files of deleted images. It happens by itself, too.</summary>
    [Alias("Tidy")]
    Task Tidy();

    /// <summary>Images that the run's retention would delete for their age, if that weren't suspicious: too many at once, or the clock was set. Null: none.</summary>
    [Alias("Overdue"), ForClients]
    Task<OverdueImages?> Overdue();

    /// <summary>Deletes images that are too old, whatever was suspicious about that; a repeat is harmless.</summary>
    /// <param name="lastSequence">The last one that a person has confirmed: <see cref="OverdueImages.LastSequence"/>.</param>
    /// <returns>How many were deleted.</returns>
    [Alias("DeleteOverdue"), ForClients]
    Task<long> DeleteOverdue([Whole(0)] long lastSequence);

    /// <summary>Sets the trained marks of all rounds committed below <paramref name="round"/>; a repeat changes nothing.</summary>
    [Alias("CatchUp")]
    Task CatchUp(long round);

    /// <summary>What the stream holds.</summary>
    [Alias("Counts")]
    Task<StreamCounts> Counts();

    /// <summary>Ends this activation if it is of an earlier run of its name than this one, which was deleted; a repeat is harmless.</summary>
    /// <exception cref="PrclRequestException">No such run: there is nothing to end.</exception>
    [Alias("MakeWay")]
    Task MakeWay(int generation);
}
