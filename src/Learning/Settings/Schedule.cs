namespace Prcl.Learning.Settings;

/// <summary>How the learning rate changes.</summary>
public enum Schedule
{
    /// <summary>Falls to zero over <c>total-steps</c> with power <c>schedule-power</c>.</summary>
    Polynomial,

    /// <summary>Linear warm-up over <c>warmup-steps</c>, then constant: for streams that don't end.</summary>
    Endless,
}
