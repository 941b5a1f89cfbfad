namespace Prcl.Contracts.Ingest;

/// <summary>The answer to a push.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Sha256">The image's name in the run: 64 lower-case hex digits; empty when it was refused.</param>
/// <param name="Message">One line for the person: which file, what, the rule; of a stored image what doesn't suit the run, mostly empty.</param>
/// <param name="RetryAfter">When to try again; null unless storage is unavailable.</param>
[GenerateSerializer, Immutable, Alias("prcl.ingest-reply")]
public sealed record IngestReply(
    [property: Id(0)] IngestOutcome Outcome,
    [property: Id(1)] string Sha256,
    [property: Id(2)] string Message,
    [property: Id(3)] TimeSpan? RetryAfter);
