using Prcl.Contracts.Ingest;
using Prcl.Grains.Ingest;
using Prcl.Silo.Http.Api.Errors;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>What became of a pushed image.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Outcome">Stored, already there, or why it was refused.</param>
/// <param name="Sha256">The image's name in the run; null when it was refused.</param>
/// <param name="Message">One line for a person; mostly empty when it was stored.</param>
/// <param name="Problem">The problem's type of what was refused; null when it was stored.</param>
/// <param name="RetryAfterSeconds">When pushing it again may help; null otherwise.</param>
internal sealed record PushAnswer(string Name, IngestOutcome Outcome, string? Sha256, string Message, string? Problem, double? RetryAfterSeconds)
{
    /// <summary>The answer to a push.</summary>
    public static PushAnswer Of(string name, IngestReply reply) => new(
        name,
        reply.Outcome,
        reply.Sha256.Length > 0 ? reply.Sha256 : null,
        reply.Message,
        IsStored(reply) ? null : ErrorOf(reply).Type,
        reply.RetryAfter?.TotalSeconds);

    /// <summary>Whether the run has the image now.</summary>
    public static bool IsStored(IngestReply reply) => reply.Outcome is IngestOutcome.Stored or IngestOutcome.AlreadyStored;

    /// <summary>The kind of a refusal.</summary>
    public static ApiError ErrorOf(IngestReply reply) => ApiErrors.Of(RequestErrors.Of(reply.Outcome));
}
