namespace Prcl.Learning.Settings;

/// <summary>How several trainers' reports of a round become the next version.</summary>
public enum OuterRule
{
    /// <summary>Their mean weighted by images.</summary>
    Mean,

    /// <summary>A Nesterov step along the way from the version to that mean (DiLoCo).</summary>
    Nesterov,
}
