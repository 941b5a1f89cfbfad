using Prcl.Learning.Scenes;

namespace Prcl.Silo.Experiments.Protocols;

/// <summary>The drawn street's domains by the names that protocols call them.</summary>
internal static class StreetDomains
{
    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => Enum.GetNames<SceneDomain>().Select(NameOf);

    /// <summary>Whether there is a domain of that name.</summary>
    public static bool IsKnown(string name) => Names.Contains(name);

    /// <summary>The domain of a known name.</summary>
    public static SceneDomain Of(string name) => Enum.GetValues<SceneDomain>().Single(d => NameOf(d.ToString()) == name);

    private static string NameOf(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
