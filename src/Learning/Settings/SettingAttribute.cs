namespace Prcl.Learning.Settings;

/// <summary>
/// Makes a property of <see cref="TrainingSettings"/> a setting: its kebab-case name is the property's, its default the
/// property's initial value, its meaning the text given here.
/// </summary>
/// <param name="meaning">What it does, in one line.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string meaning) : Attribute
{
    /// <summary>What it does, in one line.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Unit; empty for plain numbers.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Least value, inclusive.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value, inclusive.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;
}
