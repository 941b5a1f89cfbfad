using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Prcl.Learning.Settings;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>One arm with one seed: all that its outcome depends on, except the data.</summary>
/// <param name="Protocol">Which images come when.</param>
/// <param name="Arm">What is tried.</param>
/// <param name="Settings">Every setting, the seed among them.</param>
internal sealed record TrialPlan(Protocol Protocol, Arm Arm, TrainingSettings Settings)
{
    private const int HashLength = 12;

    /// <summary>When its phases begin and end.</summary>
    public Phases Phases { get; } = Phases.Of(Protocol, Settings.TotalSteps);

    /// <summary>What tells it from a trial with another protocol, other settings or other images: the rows' column <c>settings</c>.</summary>
    public string Hash { get; } = HashOf(Protocol, Arm, Settings);

    /// <summary>
    /// Composes the settings, later ones win: defaults, the protocol's, those given for all arms, the arm's own. Threads are one unless said
    /// otherwise, since trials run side by side.
    /// </summary>
    /// <param name="protocol">Which images come when.</param>
    /// <param name="arm">What is tried.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="steps">Steps of all phases; null: the protocol's.</param>
    /// <param name="shared">Settings of all arms.</param>
    /// <param name="data">The data folder, beside which the protocol's weights are looked for; null: none.</param>
    /// <exception cref="SettingsException">A setting is unknown or breaks its rule.</exception>
    /// <exception cref="HostException">The arm needs late labels, and the protocol has none.</exception>
    public static TrialPlan Of(Protocol protocol, Arm arm, long seed, long? steps, IEnumerable<KeyValuePair<string, string>> shared, string? data)
    {
        if (arm.Late != LateChoice.None && protocol.LateLabels is null)
        {
            throw new HostException($"arms: {arm.Name} chooses which frames get late labels; the protocol has no member late-labels.");
        }

        KeyValuePair<string, string>[] first =
        [
            new("threads", "1"),
            new("weights", WeightsOf(protocol.Weights, data)),
        ];
        KeyValuePair<string, string>[] last =
        [
            new("seed", seed.ToString(CultureInfo.InvariantCulture)),
            new("total-steps", (steps ?? protocol.Steps).ToString(CultureInfo.InvariantCulture)),
        ];
        return new TrialPlan(protocol, arm, SettingCatalogue.Read([.. first, .. protocol.Settings, .. shared, .. arm.Settings, .. last], $"arm {arm.Name}"));
    }

    private static string WeightsOf(string weights, string? data) =>
        data is not null && (weights.Contains('/', StringComparison.Ordinal) || weights.EndsWith(".safetensors", StringComparison.Ordinal))
            ? Path.GetFullPath(weights, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)))!)
            : weights;

    // Where a weights file lies, how many threads work and when an alarm is given says nothing of what is learned.
    private static string HashOf(Protocol protocol, Arm arm, TrainingSettings settings)
    {
        var texts = SettingCatalogue.Write(settings with { Weights = Path.GetFileName(settings.Weights), Threads = 0 })
            .Where(s => !s.Key.StartsWith("alarm-", StringComparison.Ordinal))
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => $"{s.Key}={s.Value}");
        string[] late = arm.Late == LateChoice.None ? [] : [arm.Late.ToString()];
        var all = string.Join('\n', [ProtocolFile.Write(protocol), arm.Feed.ToString(), arm.BatchNormShare.ToString("R", CultureInfo.InvariantCulture), .. late, .. texts]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..HashLength];
    }
}
