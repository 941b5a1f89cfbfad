using Prcl.Contracts.Requests;

namespace Prcl.Contracts.Predictors;

/// <summary>An image whose places are to be compared with every class.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Image">The JPEG or PNG file's bytes.</param>
/// <param name="Version">A model version; null for the one being served.</param>
[GenerateSerializer, Immutable, Alias("prcl.score-request")]
public sealed record ScoreRequest(
    [property: Id(0), Text(1000)] string Name,
    [property: Id(1)] byte[] Image,
    [property: Id(2), Whole(0)] long? Version);
