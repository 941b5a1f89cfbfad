using Prcl.Contracts.Security;

namespace Prcl.Contracts.Predictors;

/// <summary>Segments images with the version that the alias <c>serving</c> names, or the newest. A stateless worker. Key: the run's name.</summary>
[Alias("prcl.IPredictorGrain")]
public interface IPredictorGrain : IGrainWithStringKey
{
    /// <summary>Segments an image of any size.</summary>
    /// <exception cref="PrclRequestException">Not an image, too large, or no such run or version.</exception>
    [Alias("Predict"), ForClients]
    Task<Prediction> Predict(PredictRequest request);

    /// <summary>Compares places all over an image with every class: what the HTTP API tells under a pointer.</summary>
    /// <exception cref="PrclRequestException">Not an image, too large, or no such run or version.</exception>
    [Alias("Scores")]
    Task<ImageScores> Scores(ScoreRequest request);
}
