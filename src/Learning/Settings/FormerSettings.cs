using System.Globalization;
using Prcl.Learning.Contrast;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Variances;

namespace Prcl.Learning.Settings;

/// <summary>
/// Settings that earlier versions had. A stored run that names them goes on with what took their place; a new request that
/// names them is refused like any unknown name.
/// </summary>
public static class FormerSettings
{
    private const string Height = "inference-height", Width = "inference-width", WorkingSize = "working-size";

    /// <summary>What took a setting's place; null for a name that was never one.</summary>
    public static string? Successor(string name) => name is Height or Width ? WorkingSize : null;

    // Choices that earlier versions didn't have: they learned as published.
    private static readonly string[] Undecided =
    [
        .. from type in new[] { typeof(ScoreSettings), typeof(VarianceSettings), typeof(SelfTrainingSettings) }
           from path in SettingPath.Of(type)
           select SettingCatalogue.NameOf(path),
        "prototype-evidence",
    ];

    /// <summary>
    /// A stored run's settings in today's names: of inference-height and inference-width the larger becomes the working size,
    /// and where both are 0 images keep their own size. Such a run goes on by the method that it began with, the published one.
    /// </summary>
    public static Dictionary<string, string> Renew(IReadOnlyDictionary<string, string> stored)
    {
        var settings = new Dictionary<string, string>(stored, StringComparer.Ordinal);
        if (settings.Remove(Height, out var height) | settings.Remove(Width, out var width))
        {
            var side = Math.Max(Number(height), Number(width));
            settings.TryAdd(WorkingSize, (side == 0 ? 0 : Math.Max(Frames.WorkingSize.LeastSide, side)).ToString(CultureInfo.InvariantCulture));
            var published = SettingCatalogue.Write(TrainingSettings.For(Profile.Paper));
            foreach (var name in Undecided)
            {
                settings.TryAdd(name, published[name]);
            }
        }

        return settings;
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
