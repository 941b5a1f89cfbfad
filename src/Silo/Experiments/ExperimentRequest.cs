using System.Globalization;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Experiments.Trials;

namespace Prcl.Silo.Experiments;

/// <summary>What a person asked for.</summary>
internal sealed record ExperimentRequest
{
    /// <summary>The protocol's file.</summary>
    public required string ProtocolPath { get; init; }

    /// <summary>What stands in it.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The folder of the domains; null for a street.</summary>
    public string? Data { get; init; }

    /// <summary>The arms as they were given on the command line.</summary>
    public required IReadOnlyList<string> Arms { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Steps of all phases; null: the protocol's.</summary>
    public long? Steps { get; init; }

    /// <summary>Settings of all arms, name=value.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Folders that are looked at only at the end.</summary>
    public IReadOnlyList<string> Evaluate { get; init; } = [];

    /// <summary>Where results go.</summary>
    public required string Out { get; init; }

    /// <summary><c>cpu</c> or <c>cuda:0</c> and so on.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>What is measured when.</summary>
    public EvaluationOptions Evaluation { get; init; } = new(EveryPhase: true, []);

    /// <summary>The arm that the others are compared with.</summary>
    public string? Baseline { get; init; }

    /// <summary>The plan of a trial.</summary>
    /// <exception cref="Prcl.Learning.Settings.SettingsException">A setting is unknown or breaks its rule.</exception>
    public TrialPlan Plan(Arm arm, long seed) => TrialPlan.Of(Protocol, arm, seed, Steps, Shared(), Data);

    /// <summary>The command line on which another process of this program runs one trial.</summary>
    public IReadOnlyList<string> CommandLine(string arm, long seed) =>
    [
        "experiment", "--protocol", ProtocolPath, "--out", Out, "--device", Device, "--one", string.Create(CultureInfo.InvariantCulture, $"{seed}:{arm}"),
        "--evaluate-every-phase", Evaluation.EveryPhase ? "true" : "false",
        .. Data is null ? Array.Empty<string>() : ["--data", Data],
        .. Steps is { } steps ? ["--steps", steps.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        .. Set.SelectMany(s => new[] { "--set", s }),
        .. Evaluate.SelectMany(e => new[] { "--evaluate", e }),
        .. Evaluation.BatchNormShares.SelectMany(s => new[] { "--batch-norm-shares", s.ToString("R", CultureInfo.InvariantCulture) }),
    ];

    private IEnumerable<KeyValuePair<string, string>> Shared() => Set.Select(s => s.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new KeyValuePair<string, string>(s[..at], s[(at + 1)..])
        : throw new Learning.Settings.SettingsException($"command line: --set takes name=value, got '{s}'."));
}
