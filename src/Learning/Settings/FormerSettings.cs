using System.Globalization;

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

    /// <summary>
    /// A stored run's settings in today's names: of inference-height and inference-width the larger becomes the working size,
    /// and where both are 0 images keep their own size.
    /// </summary>
    public static Dictionary<string, string> Renew(IReadOnlyDictionary<string, string> stored)
    {
        var settings = new Dictionary<string, string>(stored, StringComparer.Ordinal);
        if (settings.Remove(Height, out var height) | settings.Remove(Width, out var width))
        {
            var side = Math.Max(Number(height), Number(width));
            settings.TryAdd(WorkingSize, (side == 0 ? 0 : Math.Max(Frames.WorkingSize.LeastSide, side)).ToString(CultureInfo.InvariantCulture));
        }

        return settings;
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
