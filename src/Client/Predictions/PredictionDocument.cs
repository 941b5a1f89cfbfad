using Prcl.Contracts.Predictors;

namespace Prcl.Client.Predictions;

/// <summary>What is written beside the pictures of a prediction.</summary>
internal sealed record PredictionDocument(
    string Image,
    long Version,
    int Width,
    int Height,
    double MeanConfidence,
    double MeanVariance,
    double MeanUncertainty,
    ClassShare[] Shares,
    string[] Files)
{
    /// <summary>The document of a prediction.</summary>
    public static PredictionDocument Of(string image, Prediction prediction, string[] files) => new(
        image,
        prediction.Version,
        prediction.Width,
        prediction.Height,
        prediction.MeanConfidence,
        prediction.MeanVariance,
        prediction.MeanUncertainty,
        prediction.Shares,
        files);
}
