using System.Globalization;
using System.Text.Json;
using Prcl.Images.Words;
using Prcl.Learning.Frames;

namespace Prcl.Learning.Settings;

/// <summary>The settings by name: lists them, reads them from text, refuses unknown names and values out of range.</summary>
public static class SettingCatalogue
{
    private static readonly (string Name, SettingPath Property, SettingAttribute Rule)[] All =
    [
        .. from path in SettingPath.Of(typeof(TrainingSettings))
           select (NameOf(path), path, path.Rule),
    ];

    /// <summary>Every setting, in the order of declaration.</summary>
    public static IReadOnlyList<Setting> List() =>
        [.. All.Select(s => new Setting(s.Name, Format(s.Property.Get(new TrainingSettings())), Range(s.Property, s.Rule), s.Rule.Unit, s.Rule.Meaning))];

    /// <summary>
    /// Reads settings; what isn't named takes the default of the profile that is named.
    /// </summary>
    /// <param name="values">Name → text. A later pair wins.</param>
    /// <param name="origin">Where the values come from, for messages.</param>
    /// <exception cref="SettingsException">An unknown name (the nearest right one is told), an unreadable value, or one out of range.</exception>
    public static TrainingSettings Read(IEnumerable<KeyValuePair<string, string>> values, string origin)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in values)
        {
            named[name] = text;
        }

        var profile = named.TryGetValue("profile", out var chosen)
            ? (Profile)Parse(All.Single(s => s.Name == "profile"), chosen, origin)
            : Profile.Cpu;
        var settings = TrainingSettings.For(profile);
        foreach (var (name, text) in named)
        {
            var setting = Array.Find(All, s => s.Name == name);
            if (setting.Property is null)
            {
                throw new SettingsException($"{origin}: there is no setting '{name}'; did you mean '{FormerSettings.Successor(name) ?? SettingSynonyms.Of(name) ?? Nearest(name)}'?");
            }

            setting.Property.Set(settings, Parse(setting, text, origin));
        }

        return Checked(settings, origin);
    }

    /// <summary>Every setting as text; <see cref="Read"/> reads the same settings back.</summary>
    public static Dictionary<string, string> Write(TrainingSettings settings) =>
        All.ToDictionary(s => s.Name, s => Format(s.Property.Get(settings)), StringComparer.Ordinal);

    /// <summary>What a setting is called in files, environment and on the command line.</summary>
    internal static string NameOf(SettingPath path) => JsonNamingPolicy.KebabCaseLower.ConvertName(path.Name);

    /// <summary>The known name that differs least from <paramref name="name"/>.</summary>
    public static string Nearest(string name) => NearestName.Of(name, All.Select(s => s.Name));

    private static TrainingSettings Checked(TrainingSettings settings, string origin)
    {
        if (settings.OutputStride is not (8 or 16))
        {
            throw new SettingsException($"{origin}: output-stride is {settings.OutputStride}; it must be 8 or 16.");
        }

        if (settings.Frames.WorkingSize is > 0 and < WorkingSize.LeastSide)
        {
            throw new SettingsException($"{origin}: working-size is {settings.Frames.WorkingSize}; it must be 0 or at least {WorkingSize.LeastSide}.");
        }

        if (settings.UnsupervisedWeight > 0 && settings.UnlabelledBatch + settings.ReplayBatch == 0)
        {
            throw new SettingsException($"{origin}: unlabelled-batch and replay-batch are both 0; pseudo-labels need at least one image (or set unsupervised-weight to 0).");
        }

        return settings;
    }

    private static object Parse((string Name, SettingPath Property, SettingAttribute Rule) setting, string text, string origin)
    {
        var type = setting.Property.Type;
        if (type == typeof(string))
        {
            return text;
        }

        if (type.IsEnum)
        {
            var choice = Array.Find(Enum.GetNames(type), n => string.Equals(ChoiceName(n), text, StringComparison.OrdinalIgnoreCase));
            return choice is null ? throw Refused(setting, text, origin) : Enum.Parse(type, choice);
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !(number >= setting.Rule.Minimum && number <= setting.Rule.Maximum))
        {
            throw Refused(setting, text, origin);
        }

        if (type == typeof(double))
        {
            return number;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            || (type == typeof(int) && whole != (int)whole))
        {
            throw Refused(setting, text, origin);
        }

        return type == typeof(int) ? (object)(int)whole : whole;
    }

    private static SettingsException Refused((string Name, SettingPath Property, SettingAttribute Rule) setting, string text, string origin) =>
        new($"{origin}: {setting.Name} is '{text}'; it must be {Range(setting.Property, setting.Rule)}.");

    private static string Range(SettingPath property, SettingAttribute rule)
    {
        var type = property.Type;
        if (type.IsEnum)
        {
            return "one of " + string.Join(", ", Enum.GetNames(type).Select(ChoiceName));
        }

        if (type == typeof(string))
        {
            return "text";
        }

        var kind = type == typeof(double) ? "a number" : "a whole number";
        return (double.IsInfinity(rule.Minimum), double.IsInfinity(rule.Maximum)) switch
        {
            (true, true) => kind,
            (false, true) => $"{kind} from {Format(rule.Minimum)}",
            _ => $"{kind} from {Format(rule.Minimum)} to {Format(rule.Maximum)}",
        };
    }

    private static string Format(object? value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        Enum choice => ChoiceName(choice.ToString()),
        null => "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // Enum names are written as people type them: class-mix, mobile-net-v2 would be odd, so known product names keep their form.
    private static string ChoiceName(string name) => name switch
    {
        "ClassMix" or "CutMix" or "CutOut" or "MobileNetV2" or "ResNet18" or "ResNet34" or "ResNet50" or "ResNet101" => name.ToLowerInvariant(),
        _ => JsonNamingPolicy.KebabCaseLower.ConvertName(name),
    };
}
