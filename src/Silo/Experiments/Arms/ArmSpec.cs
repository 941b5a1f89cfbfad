using Prcl.Images.Words;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Arms;

/// <summary>
/// Reads an arm from the command line: a name of <see cref="ArmTable"/>, or <c>name:setting=value,setting=value@base</c>, an arm of one's
/// own on top of another (<c>prcl</c> unless named).
/// </summary>
internal static class ArmSpec
{
    private const string Form = "name:setting=value,setting=value@base";
    private const string OtherArm = "prcl";

    /// <summary>Reads one arm.</summary>
    /// <exception cref="HostException">There is no such arm, or the text has another form.</exception>
    public static Arm Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return Known(text, text);
        }

        var (name, rest) = (text[..colon], text[(colon + 1)..]);
        var at = rest.LastIndexOf('@');
        var origin = Known(at < 0 ? OtherArm : rest[(at + 1)..], text);
        var own = (at < 0 ? rest : rest[..at]).Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (name.Length == 0 || name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '_' or '.')) || ArmTable.Find(name) is not null)
        {
            throw new HostException($"arms: '{name}' in '{text}' must be a new name of letters, digits, +, -, _ and dots, as in {Form}.");
        }

        var settings = origin.Settings.ToDictionary(StringComparer.Ordinal);
        foreach (var assignment in own)
        {
            if (assignment.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
            {
                throw new HostException($"arms: '{assignment}' in '{text}' must be setting=value, as in {Form}.");
            }

            settings[assignment[..equals]] = assignment[(equals + 1)..];
        }

        return origin with { Name = name, Settings = settings, Meaning = $"{origin.Name} with {string.Join(", ", own)}" };
    }

    /// <summary>Reads a list of arms.</summary>
    /// <exception cref="HostException">An arm can't be read, or two have the same name.</exception>
    public static IReadOnlyList<Arm> ParseAll(IEnumerable<string> texts)
    {
        Arm[] arms = [.. texts.Select(Parse)];
        return arms.GroupBy(a => a.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new HostException($"arms: '{twice.Key}' is named twice.")
            : arms;
    }

    private static Arm Known(string name, string text) => ArmTable.Find(name)
        ?? throw new HostException($"arms: there is no arm '{name}'{(name == text ? "" : $" for '{text}'")}; did you mean '{NearestName.Of(name, ArmTable.All.Select(a => a.Name))}'?");
}
