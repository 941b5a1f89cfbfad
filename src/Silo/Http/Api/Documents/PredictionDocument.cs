using Prcl.Contracts.Predictors;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>A prediction without pictures.</summary>
/// <param name="Version">The model version that answered.</param>
/// <param name="Width">Columns, upright.</param>
/// <param name="Height">Rows, upright.</param>
/// <param name="MeanConfidence">Mean over the pixels of the largest class probability.</param>
/// <param name="Shares">Each class that occurs, the largest first.</param>
internal sealed record PredictionDocument(long Version, int Width, int Height, double MeanConfidence, ShareDocument[] Shares)
{
    /// <summary>The document of a prediction.</summary>
    public static PredictionDocument Of(Prediction prediction) => new(
        prediction.Version, prediction.Width, prediction.Height, prediction.MeanConfidence,
        Array.ConvertAll(prediction.Shares, s => new ShareDocument(s.ClassId, s.Name, s.Share, s.MeanConfidence)));
}

/// <summary>A class in a prediction.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its share of the pixels, 0 to 1.</param>
/// <param name="MeanConfidence">Mean confidence over its pixels.</param>
internal sealed record ShareDocument(int ClassId, string Name, double Share, double MeanConfidence);
