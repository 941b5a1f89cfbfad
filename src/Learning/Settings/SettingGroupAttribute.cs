namespace Prcl.Learning.Settings;

/// <summary>
/// Makes a property of <see cref="TrainingSettings"/> a group: a record that stands beside what it configures and whose
/// settings are read and listed like the others, by names of their own. Names are unique over all groups.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingGroupAttribute : Attribute;
