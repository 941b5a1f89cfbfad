using System.Globalization;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;

namespace Prcl.Grains.Runs;

/// <summary>A run's kept model versions: the initial one, the newest few, and those under an alias.</summary>
/// <param name="run">The run's id.</param>
/// <param name="state">Where versions and aliases are kept.</param>
internal sealed class VersionBook(string run, RunState state)
{
    /// <summary>The name of the newest version; no alias may be called so.</summary>
    public const string Latest = "latest";

    /// <summary>Every kept version, oldest first.</summary>
    public IReadOnlyList<ModelVersion> Kept =>
    [
        .. state.Versions.Concat(state.Aliases.Values).Prepend(new ModelVersion(0, ModelStore.InitialModel(run), 0))
            .DistinctBy(v => v.Version).OrderBy(v => v.Version),
    ];

    /// <summary>A committed round's version is the newest from now on.</summary>
    public void Add(ModelVersion version)
    {
        state.Versions.RemoveAll(v => v.Version >= version.Version);
        state.Versions.Add(version);
    }

    /// <summary>A kept version by number or alias; null when there is none.</summary>
    public ModelVersion? Find(string versionOrAlias) =>
        state.Aliases.GetValueOrDefault(versionOrAlias)
            ?? Kept.FirstOrDefault(v => v.Version.ToString(CultureInfo.InvariantCulture) == versionOrAlias);

    /// <summary>Moves an alias.</summary>
    /// <returns>The version that it named before, or null.</returns>
    /// <exception cref="PrclRequestException">The alias breaks its rule, or the version isn't kept.</exception>
    public ModelVersion? MoveAlias(string alias, long version)
    {
        if (alias == Latest || alias.All(char.IsAsciiDigit))
        {
            throw new PrclRequestException($"'{alias}' is no name for an alias: digits alone are a version, and '{Latest}' always is the newest one.") { Code = RequestErrorCode.BadValue };
        }

        var before = state.Aliases.GetValueOrDefault(alias);
        state.Aliases[alias] = Get(version);
        return before;
    }

    /// <summary>A kept version.</summary>
    /// <exception cref="PrclRequestException">The version isn't kept.</exception>
    public ModelVersion Get(long version) => Kept.FirstOrDefault(v => v.Version == version)
        ?? throw new PrclRequestException($"Run '{RunId.NameOf(run)}' keeps no version {version}; it keeps {string.Join(", ", Kept.Select(v => v.Version))}.") { Code = RequestErrorCode.NoSuchVersion };

    /// <summary>Every kept version with its aliases, oldest first.</summary>
    /// <param name="newest">The newest version.</param>
    public ModelSummary[] Describe(long newest) =>
    [
        .. Kept.Select(v => new ModelSummary(
            v.Version,
            v.Version - 1,
            v.Epoch,
            v.Clock,
            v.RolledBackTo,
            [.. state.Aliases.Where(a => a.Value.Version == v.Version).Select(a => a.Key).Concat(v.Version == newest ? [Latest] : []).Order(StringComparer.Ordinal)])),
    ];
}
