using Prcl.Images.Datasets;
using Prcl.Images.Words;

namespace Prcl.Images.Import;

/// <summary>Which id each class of the annotations gets. Remembers the ones that the list lacks.</summary>
public sealed class ClassBinding
{
    /// <summary>The word for pixels that don't count.</summary>
    public const string IgnoreWord = "ignore";

    private const int MostNames = 8;
    private readonly Dictionary<string, ushort> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ushort> _map = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _missing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unmapped;

    /// <summary>Binds to a list of classes.</summary>
    /// <param name="classes">The list.</param>
    /// <param name="map">Classes of the annotations by name, to a class of the list or <see cref="IgnoreWord"/>.</param>
    /// <param name="uncovered">The class of what no object covers, or <see cref="IgnoreWord"/>; null: the list's background, where it has one, otherwise ignored.</param>
    /// <exception cref="DatasetException">A name on the right isn't in the list; names the nearest.</exception>
    public ClassBinding(ClassList classes, IReadOnlyDictionary<string, string> map, string? uncovered)
    {
        Classes = classes;
        for (var id = 0; id < classes.Count; id++)
        {
            _byName[classes.Classes[id].Name] = (ushort)id;
        }

        foreach (var (from, to) in map)
        {
            _map[from] = Target("--map", to);
        }

        _unmapped = [.. map.Keys];
        uncovered ??= classes.Classes.FirstOrDefault(entry => SourceClass.IsBackgroundName(entry.Name))?.Name ?? IgnoreWord;
        Uncovered = Target("--uncovered", uncovered);
    }

    /// <summary>The list.</summary>
    public ClassList Classes { get; }

    /// <summary>The id of what no object covers.</summary>
    public ushort Uncovered { get; }

    /// <summary>Names that were mapped and that the annotations don't have.</summary>
    public IEnumerable<string> Unused => _unmapped.Order(StringComparer.Ordinal);

    /// <summary>The id of a class; where the list lacks it, <see cref="ThrowIfMissing"/> will say so.</summary>
    /// <param name="source">The class.</param>
    /// <param name="hint">What to say of it where it is missing; null for the nearest name.</param>
    public ushort IdOf(SourceClass source, string? hint = null)
    {
        if (_map.TryGetValue(source.Name, out var mapped))
        {
            _unmapped.Remove(source.Name);
            return mapped;
        }

        if (source.Id is { } number && number >= 0 && number < Classes.Count)
        {
            return (ushort)number;
        }

        if (source.Id is null && _byName.TryGetValue(source.Name, out var id))
        {
            return id;
        }

        if (source.IsVoid || source.Id == Classes.Ignore)
        {
            return (ushort)Classes.Ignore;
        }

        if (source.Id is null && SourceClass.IsBackgroundName(source.Name))
        {
            return Uncovered;
        }

        _missing.TryAdd(source.Name, hint ?? (source.Id is null ? Nearest(source.Name) : $"the list has {Classes.Count} classes, from 0"));
        return (ushort)Classes.Ignore;
    }

    /// <summary>Refuses what the list lacks.</summary>
    /// <param name="path">What was read.</param>
    /// <exception cref="DatasetException">Classes are missing; names them, and the nearest of the list.</exception>
    public void ThrowIfMissing(string path)
    {
        if (_missing.Count > 0)
        {
            var named = string.Join("; ", _missing.Take(MostNames).Select(missing => $"'{missing.Key}' ({missing.Value})"));
            throw new DatasetException(path, $"the list of classes lacks {named}{(_missing.Count > MostNames ? $" and {_missing.Count - MostNames} more" : "")}: "
                + $"add them to the list, or say --map '{_missing.Keys.First()}=CLASS' or '…={IgnoreWord}'. Nothing was imported");
        }
    }

    private ushort Target(string option, string name) =>
        _byName.TryGetValue(name, out var id) ? id
        : name == IgnoreWord ? (ushort)Classes.Ignore
        : throw new DatasetException($"{option} {name}", $"'{name}' is neither {IgnoreWord} nor in the list of classes ({Nearest(name)})");

    private string Nearest(string name) => $"nearest is '{NearestName.Of(name, _byName.Keys)}'";
}
