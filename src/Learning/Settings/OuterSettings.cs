namespace Prcl.Learning.Settings;

/// <summary>How several trainers' reports become the next version.</summary>
public sealed record OuterSettings
{
    /// <summary>How several trainers' reports become the next version; a single report is published unchanged.</summary>
    [Setting("How several trainers' reports become the next version: their mean, or DiLoCo's Nesterov step towards it")]
    public OuterRule OuterRule { get; init; } = OuterRule.Mean;

    /// <summary>Learning rate of the outer step; 1 without momentum is the mean.</summary>
    [Setting("Learning rate of the outer step (outer-rule nesterov)", Minimum = 1e-6, Maximum = 10)]
    public double OuterLearningRate { get; init; } = 0.7;

    /// <summary>Momentum of the outer step.</summary>
    [Setting("Momentum of the outer step (outer-rule nesterov)", Minimum = 0, Maximum = 0.9999)]
    public double OuterMomentum { get; init; } = 0.9;
}
