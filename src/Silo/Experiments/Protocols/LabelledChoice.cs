namespace Prcl.Silo.Experiments.Protocols;

/// <summary>Which frames of the first domain's streamed part are labelled.</summary>
internal enum LabelledChoice
{
    /// <summary>Evenly spaced ones, the same whatever the seed.</summary>
    Even,

    /// <summary>Evenly spaced ones for seed 0; for any other, one drawn from each of as many equal stretches.</summary>
    BySeed,
}
