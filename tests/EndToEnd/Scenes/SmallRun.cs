using Prcl.EndToEnd.Processes;

namespace Prcl.EndToEnd.Scenes;

/// <summary>A run whose network and crops are as small as the rules allow, so that rounds take about a second.</summary>
internal static class SmallRun
{
    /// <summary>Rows and columns of its crops.</summary>
    public const int Crop = 33;

    /// <summary>Its settings.</summary>
    public static readonly string[] Settings =
    [
        $"crop-height={Crop}", $"crop-width={Crop}", $"working-size={Crop}",
        "head-width=16", "representation-width=16", "anchors=16", "negatives=16",
        "labelled-batch=2", "unlabelled-batch=1", "replay-batch=1", "round-steps=3", "exchange-steps=1",
        "threads=1", "replay-budget=100000", "lease-seconds=5", "round-deadline-seconds=5",
        "unsupervised-begin=0", "unsupervised-ramp=0", "contrast-ramp-end=0",
    ];

    /// <summary>Creates it.</summary>
    /// <param name="prcl">The command line.</param>
    /// <param name="name">The run's name.</param>
    /// <param name="scenes">Its classes.</param>
    /// <param name="others">Settings in the place of its own.</param>
    public static async Task Create(PrclCommand prcl, string name, SceneFiles scenes, params string[] others) =>
        (await prcl.RunJson(["run", "create", name, "--classes", scenes.ClassesJson, "--set", .. Settings.ExceptBy(others.Select(Name), Name), .. others])).Succeeded();

    private static string Name(string setting) => setting.Split('=')[0];
}
