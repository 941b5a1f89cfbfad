using System.Text.RegularExpressions;

namespace Prcl.Contracts;

/// <summary>
/// The names that people choose (runs, domains) and the grain keys made of them. A name is checked where it enters;
/// it never becomes a path.
/// </summary>
public static partial class PrclNames
{
    /// <summary>The rule that <see cref="IsName"/> checks, for error messages.</summary>
    public const string Rule = "1 to 63 letters, digits, '.', '_' or '-', starting with a letter or digit, not ending with '.', without '..'";

    /// <summary>The rule that <see cref="IsReserved"/> checks, for error messages.</summary>
    public const string ReservedRule = "Windows keeps it for a device, as it does CON, NUL and COM1";

    /// <summary>Whether a run's or a domain's name follows <see cref="Rule"/>.</summary>
    public static bool IsName(string? name) => name is not null && Pattern().IsMatch(name);

    /// <summary>Whether Windows opens a device where a file of this name should be.</summary>
    public static bool IsReserved(string name) => Devices().IsMatch(name);

    /// <summary>Key of the stream grain of one partition of a run.</summary>
    public static string StreamKey(string run, int partition) => $"{run}/{partition}";

    /// <summary>Key of the prototype grain of one class of a run.</summary>
    public static string PrototypeKey(string run, int classId) => $"{run}/{classId}";

    /// <summary>Key of the trainer grain of one device of one silo.</summary>
    public static string TrainerKey(string run, string silo, string device) => $"{run}/{silo}/{device}";

    /// <summary>The run that a grain key begins with.</summary>
    public static string RunOf(string key) => key.Split('/')[0];

    /// <summary>The last part of a grain key: a partition, a class, a device.</summary>
    public static string LastPartOf(string key) => key[(key.LastIndexOf('/') + 1)..];

    [GeneratedRegex("^(?!.*\\.\\.)[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9_-])?\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("^(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\\.|\\z)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Devices();
}
