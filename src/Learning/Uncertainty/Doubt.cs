namespace Prcl.Learning.Uncertainty;

/// <summary>A way to say how much a pixel's class is in doubt; each is 0 (sure) to 1 on one fixed scale.</summary>
public enum Doubt
{
    /// <summary>1 − the classifier's probability of the class it chose.</summary>
    Confidence,

    /// <summary>Entropy of the classifier's probabilities, as a share of that of K equal ones.</summary>
    Entropy,

    /// <summary>Mean over D of the representation's σ².</summary>
    Variance,

    /// <summary>(1 − cosine) / 2 with the nearest prototype.</summary>
    Distance,

    /// <summary>1 − the prototypes' probability of the class that the classifier chose.</summary>
    Prototypes,

    /// <summary>1 − the mean of classifier's and prototypes' probability of the class that the classifier chose.</summary>
    Both,
}
