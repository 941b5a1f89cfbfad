using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Prcl.Unit.Grains.Blobs.Azure;

/// <summary>A network between the SDK and the service that fails as told, below the SDK's repeats.</summary>
public sealed class FaultyTransport : HttpPipelineTransport
{
    private readonly HttpPipelineTransport _inner = HttpClientTransport.Shared;
    private readonly ConcurrentQueue<string> _requests = [];

    /// <summary>Chooses what goes wrong, by the request: <c>PUT /account/container/blob?comp=appendblock</c>. Awaited before the request goes out.</summary>
    public Func<string, Task<Fault>> Plan { get; set; } = _ => Task.FromResult(Fault.None);

    /// <summary>May change a response's content before it is read.</summary>
    public Func<Stream, Stream> Content { get; set; } = content => content;

    /// <summary>Every request so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The first request with this part goes wrong; <paramref name="then"/> runs before the next one goes out.</summary>
    public void Once(string part, Fault fault, Func<Task>? then = null)
    {
        var (isDone, isFollowed) = (false, then is null);
        Plan = async request =>
        {
            if (!isDone && request.Contains(part, StringComparison.Ordinal))
            {
                isDone = true;
                return fault;
            }

            if (isDone && !isFollowed)
            {
                isFollowed = true;
                await then!();
            }

            return Fault.None;
        };
    }

    public override global::Azure.Core.Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("the store is asynchronous");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var request = $"{message.Request.Method} {message.Request.Uri.ToUri().PathAndQuery}";
        _requests.Enqueue(request);
        var fault = await Plan(request).WaitAsync(message.CancellationToken);
        if (fault == Fault.Fails)
        {
            throw Failure("connection refused");
        }

        await _inner.ProcessAsync(message);
        if (fault == Fault.LosesReply)
        {
            message.Response.Dispose();
            throw Failure("connection reset");
        }

        if (message.Response.ContentStream is { } content)
        {
            message.Response.ContentStream = Content(content);
        }
    }

    private static RequestFailedException Failure(string reason) => new(reason, new IOException(reason));
}
