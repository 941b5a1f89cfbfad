namespace Prcl.Grains.Runs;

/// <summary>A change of a run's settings, and what they are since.</summary>
/// <param name="Revision">Counts the changes; 1 is the first one.</param>
/// <param name="SetUtc">When.</param>
/// <param name="Changes">What was changed, by name.</param>
/// <param name="Settings">Every setting by name.</param>
public sealed record SettingsRevision(int Revision, DateTime SetUtc, Dictionary<string, string> Changes, Dictionary<string, string> Settings);
