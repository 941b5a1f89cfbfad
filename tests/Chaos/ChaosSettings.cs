using System.Globalization;
using Prcl.Contracts.Runs;
using Prcl.EndToEnd.Scenes;

namespace Prcl.Chaos;

/// <summary>A run whose rounds take seconds on a processor that the silos share, and whose evidence fades, so that clocks matter.</summary>
internal static class ChaosSettings
{
    /// <summary>T of the run, in image draws.</summary>
    public const double HalfLife = 2000;

    /// <summary>The run.</summary>
    public static RunRequest Request { get; } = new(SceneFiles.ClassesText, new Dictionary<string, string>
    {
        ["crop-height"] = "65",
        ["crop-width"] = "65",
        ["working-size"] = "65",
        ["head-width"] = "16",
        ["representation-width"] = "8",
        ["anchors"] = "16",
        ["negatives"] = "16",
        ["labelled-batch"] = "2",
        ["unlabelled-batch"] = "2",
        ["replay-batch"] = "1",
        ["round-steps"] = "8",
        ["exchange-steps"] = "2",
        ["replay-budget"] = "1000000",
        ["half-life"] = HalfLife.ToString(CultureInfo.InvariantCulture),
        ["unsupervised-begin"] = "0",
        ["unsupervised-ramp"] = "0",
        ["lease-seconds"] = "8",
        ["round-deadline-seconds"] = "8",

        // A clock that is days ahead must not make old what is new.
        ["retain-days"] = "2",

        // A round's reports must last until they have been read.
        ["keep-versions"] = "12",
    });
}
