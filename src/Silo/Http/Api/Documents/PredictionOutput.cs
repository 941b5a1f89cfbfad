using Prcl.Contracts.Predictors;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>What a prediction is answered as.</summary>
internal enum PredictionOutput
{
    /// <summary>Class ids, a gray PNG of 8 bits, of 16 from 256 classes on.</summary>
    Index,

    /// <summary>Class colours.</summary>
    Colour,

    /// <summary>Class colours over the image.</summary>
    Overlay,

    /// <summary>A heat map of the uncertainty, 0 to 1, with its colour bar.</summary>
    Uncertainty,

    /// <summary>The uncertainty itself, a gray PNG of 16 bits: value / 65535.</summary>
    Uncertainty16,

    /// <summary>Shares and means as JSON, no picture.</summary>
    Json,
}

/// <summary>Outputs as pictures.</summary>
internal static class PredictionOutputs
{
    /// <summary>The picture that a predictor must draw.</summary>
    public static PredictionPictures Picture(this PredictionOutput output) => output switch
    {
        PredictionOutput.Index => PredictionPictures.Index,
        PredictionOutput.Colour => PredictionPictures.Colour,
        PredictionOutput.Overlay => PredictionPictures.Overlay,
        PredictionOutput.Uncertainty or PredictionOutput.Uncertainty16 => PredictionPictures.Uncertainty,
        _ => PredictionPictures.None,
    };

    /// <summary>The picture that was drawn; null for JSON.</summary>
    public static byte[]? Of(this PredictionOutput output, Prediction prediction) => output switch
    {
        PredictionOutput.Index => prediction.IndexPng,
        PredictionOutput.Colour => prediction.ColourPng,
        PredictionOutput.Overlay => prediction.OverlayPng,
        PredictionOutput.Uncertainty => prediction.UncertaintyPng,
        PredictionOutput.Uncertainty16 => prediction.UncertaintyValuesPng,
        _ => null,
    };
}
