namespace Prcl.Learning.Settings;

/// <summary>Which settings may change while a run exists, and why the others may not.</summary>
public static class ChangeableSettings
{
    private const string Else = "trainers are set up with it";

    private static readonly HashSet<string> Changeable = new(StringComparer.Ordinal)
    {
        "learning-rate", "backbone-rate", "head-learning-rate", "total-steps", "replay-budget",
        "unsupervised-weight", "contrast-weight", "variance-weight", "unsupervised-threshold", "weak-threshold", "strong-threshold",
        "alarm-rounds", "alarm-class-share", "alarm-class-ratio", "alarm-entropy", "alarm-passing", "alarm-drift",
        "evaluation-seconds", "evaluation-images", "keep-versions", "retain-days", "retain-share", "retain-gigabytes",
    };

    private static readonly Dictionary<string, string> Reasons = new[]
    {
        ("the network and its checkpoints are made with it", "profile backbone output-stride representation-width head-width precision weights variance-floor"),
        ("prototypes have been added up with it", "half-life prototype-means prototype-scope prototype-evidence representation"),
        ("the image log is divided by it", "partitions"),
        ("what was drawn so far depends on it", "seed"),
        ("the momentum that several trainers share is made with it", "outer-rule outer-learning-rate outer-momentum"),
    }.SelectMany(group => group.Item2.Split(' ').Select(name => (Name: name, Reason: group.Item1))).ToDictionary(s => s.Name, s => s.Reason, StringComparer.Ordinal);

    /// <summary>The names of those that may change.</summary>
    public static IReadOnlyCollection<string> Names => Changeable;

    /// <summary>The names of those that have a reason of their own not to, for a test that holds them against the catalogue.</summary>
    internal static IReadOnlyCollection<string> Explained => Reasons.Keys;

    /// <summary>Changes settings.</summary>
    /// <param name="now">Every setting, as text.</param>
    /// <param name="changes">Name → text.</param>
    /// <param name="origin">Where the changes come from, for messages.</param>
    /// <exception cref="SettingsException">An unknown name, a value out of range, or a setting that can't be changed, with the reason.</exception>
    public static TrainingSettings Change(IReadOnlyDictionary<string, string> now, IReadOnlyDictionary<string, string> changes, string origin)
    {
        var changed = SettingCatalogue.Read(now.Concat(changes), origin);
        var values = SettingCatalogue.Write(changed);
        foreach (var name in changes.Keys.Where(name => !Changeable.Contains(name) && values[name] != now.GetValueOrDefault(name)))
        {
            throw new SettingsException($"{origin}: {name} is {now.GetValueOrDefault(name)} for good, since {Reasons.GetValueOrDefault(name, Else)}; 'prcl run copy' makes another run with it.");
        }

        return changed;
    }
}
