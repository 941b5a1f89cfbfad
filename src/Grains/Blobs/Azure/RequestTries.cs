using Azure.Core;
using Azure.Core.Pipeline;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>
/// Counts how often one request was sent. A refusal of the first try means that nothing was changed; a refusal of a later one may be the
/// work of an earlier try whose reply got lost.
/// </summary>
internal sealed class RequestTries
{
    private const string Key = "prcl.tries";

    private int _count;

    /// <summary>Whether an earlier try may have done what a later one was refused.</summary>
    public bool MayHaveBeenDone => _count > 1;

    /// <summary>Counts the requests that are made in the scope.</summary>
    public IDisposable Count() => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Key] = this });

    /// <summary>Belongs into the pipeline, where it sees each try.</summary>
    public sealed class Policy : HttpPipelineSynchronousPolicy
    {
        /// <inheritdoc/>
        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.TryGetProperty(Key, out var tries))
            {
                ((RequestTries)tries!)._count++;
            }
        }
    }
}
