using Prcl.Learning.Settings;

namespace Prcl.Learning.Alarms;

/// <summary>From where on what a run reports of its learning is a sign of collapse, and a sign an alarm.</summary>
public sealed record AlarmSettings
{
    /// <summary>Rounds in a row.</summary>
    [Setting("Rounds in a row with a sign of collapse that make it an alarm, and without it that end the alarm", Unit = "rounds", Minimum = 1, Maximum = 1e6)]
    public int AlarmRounds { get; init; } = 2;

    /// <summary>Share of the predicted pixels.</summary>
    [Setting("A sign of collapse: one class takes more than this share of the pixels predicted on the stream, and the labels give it less; 1: never", Minimum = 0, Maximum = 1)]
    public double AlarmClassShare { get; init; } = 0.95;

    /// <summary>Share of the labels' effective number of classes, both less one.</summary>
    [Setting("A sign of collapse: the effective number of classes predicted on the stream, less one, is below this share of that of the labels; 0: never", Minimum = 0, Maximum = 1)]
    public double AlarmClassRatio { get; init; } = 0.25;

    /// <summary>Mean entropy of predictions.</summary>
    [Setting("A sign of collapse: mean entropy of predictions, as a share of that of K equal ones, below this while alarm-passing holds; 0: never", Minimum = 0, Maximum = 1)]
    public double AlarmEntropy { get; init; } = 0.03;

    /// <summary>Share of the pseudo-labels that pass.</summary>
    [Setting("The share of pseudo-labels that pass the check has fallen below this part of the median of earlier calm rounds, for alarm-entropy", Minimum = 0, Maximum = 1)]
    public double AlarmPassing { get; init; } = 0.6;

    /// <summary>Multiple of the drift of calm rounds.</summary>
    [Setting("A sign of collapse: prototypes move in a round by more than this multiple of the median of earlier calm rounds, and by more than 0.1; 0: never", Minimum = 0, Maximum = 1e6)]
    public double AlarmDrift { get; init; } = 5;
}
