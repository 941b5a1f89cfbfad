using Prcl.Contracts.Requests;
using Prcl.Contracts.Security;
using Prcl.Contracts.Streams;

namespace Prcl.Contracts.Ingest;

/// <summary>The door for images: checks, stores, then logs. A stateless worker. Key: the run's name.</summary>
[Alias("prcl.IIngestGrain")]
public interface IIngestGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes images. An answer of <see cref="IngestOutcome.Stored"/> or <see cref="IngestOutcome.AlreadyStored"/> means
    /// durable. Pushing again is harmless; pushing again with a label adds or replaces the label.
    /// </summary>
    /// <returns>One reply an image, in order. At most 64 MB a call.</returns>
    /// <exception cref="PrclRequestException">A domain is no name, or a file's name can't be shown; nothing is stored.</exception>
    [Alias("Push"), ForClients]
    Task<IngestReply[]> Push([Count(10_000)] ImagePush[] images);

    /// <summary>
    /// Which of these files (SHA-256 of image, of label or null) the run's log holds already, in the domain and for the purpose named, so that
    /// they needn't be sent.
    /// </summary>
    [Alias("Known"), ForClients]
    Task<bool[]> Known([Count(100_000)] ImageFingerprint[] files);

    /// <summary>The images of these hashes as they are now, for a change that is to be made only while they are so.</summary>
    [Alias("Look"), ForClients]
    Task<SeenImage[]> Look([Count(100_000), Sha256] string[] sha256);

    /// <summary>Deletes images from the run by the SHA-256 of their files; answers which of them were there. A repeat is harmless.</summary>
    /// <param name="sha256">The images.</param>
    /// <param name="seen">
    /// The images as <see cref="Look"/> told, one each: one that has been deleted and pushed again since is another image and stays.
    /// Null: whatever images they are now, so that a late repeat deletes one pushed again.
    /// </param>
    /// <exception cref="PrclRequestException">No such run, a text that is no SHA-256, or not as many seen as named; nothing is deleted.</exception>
    [Alias("Delete"), ForClients]
    Task<bool[]> Delete([Count(100_000), Sha256] string[] sha256, [Count(100_000)] SeenImage[]? seen = null);

    /// <summary>
    /// Images that a person should label next: those most in doubt of the unlabelled ones, spread over domains and over the classes that the doubt lies on. Where
    /// fewer are known to be in doubt, others follow.
    /// </summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Suggest"), ForClients]
    Task<ImageInfo[]> Suggest([Whole(1, 100)] int count);

    /// <summary>An image of the run with its file.</summary>
    /// <exception cref="PrclRequestException">No such run or image, or its file is damaged.</exception>
    [Alias("Read"), ForClients]
    Task<StoredFile> Read([Sha256] string sha256);

    /// <summary>Gives an image of the run a label, or another one, as a push of both does, without its file being sent again.</summary>
    /// <param name="sha256">The image.</param>
    /// <param name="label">The label PNG's bytes.</param>
    /// <param name="seen">The image as <see cref="Look"/> told: one that has changed since keeps its label. Null: whatever it is now.</param>
    /// <exception cref="PrclRequestException">No such run or image, or its file is damaged.</exception>
    [Alias("Label"), ForClients]
    Task<IngestReply> Label([Sha256] string sha256, byte[] label, SeenImage? seen = null);
}
