namespace Prcl.Contracts.Predictors;

/// <summary>Pictures of a prediction, as PNG.</summary>
[Flags]
[GenerateSerializer, Alias("prcl.prediction-pictures")]
public enum PredictionPictures
{
    /// <summary>None: shares only.</summary>
    None = 0,

    /// <summary>Class ids, gray.</summary>
    Index = 1,

    /// <summary>Class colours.</summary>
    Colour = 2,

    /// <summary>Class colours over the image.</summary>
    Overlay = 4,

    /// <summary>Heat map of the representations' mean variance, 0 to 1; red is unreliable.</summary>
    Variance = 8,

    /// <summary>The uncertainty: a heat map from 0 (sure) to 1 with its colour bar below, and its values as 16-bit gray.</summary>
    Uncertainty = 16,

    /// <summary>All of them.</summary>
    All = Index | Colour | Overlay | Variance | Uncertainty,
}
