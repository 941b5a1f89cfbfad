using Prcl.Contracts.Requests;

namespace Prcl.Contracts.Predictors;

/// <summary>An image to segment.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Image">The JPEG or PNG file's bytes.</param>
/// <param name="Pictures">Which pictures to draw; the shares are always answered.</param>
/// <param name="Version">A model version; null for the one being served.</param>
[GenerateSerializer, Immutable, Alias("prcl.predict-request")]
public sealed record PredictRequest(
    [property: Id(0), Text(1000)] string Name,
    [property: Id(1)] byte[] Image,
    [property: Id(2)] PredictionPictures Pictures,
    [property: Id(3), Whole(0)] long? Version);
