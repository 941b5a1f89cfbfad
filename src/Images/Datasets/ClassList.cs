namespace Prcl.Images.Datasets;

/// <summary>The classes of a data set, in the order of their ids, and the id of pixels that do not count.</summary>
public sealed record ClassList
{
    /// <summary>The ignore id where <c>classes.json</c> names none.</summary>
    public const int DefaultIgnore = 255;

    /// <summary>Most classes; ids are 16-bit and one is kept for ignore.</summary>
    public const int MaxCount = 65534;

    /// <summary>Checks and keeps the classes.</summary>
    /// <exception cref="ArgumentException">A rule of <see cref="FindFault"/> is broken.</exception>
    public ClassList(IReadOnlyList<ClassInfo> classes, int ignore = DefaultIgnore)
    {
        if (FindFault(classes, ignore) is { } fault)
        {
            throw new ArgumentException(fault, nameof(classes));
        }

        (Classes, Ignore) = ([.. classes], ignore);
    }

    /// <summary>The classes; a class's id is its index.</summary>
    public IReadOnlyList<ClassInfo> Classes { get; }

    /// <summary>The id of pixels that do not count.</summary>
    public int Ignore { get; }

    /// <summary>Number of classes, without ignore.</summary>
    public int Count => Classes.Count;

    /// <summary>What is allowed but hardly meant, for people: classes of one colour can't be told apart in pictures.</summary>
    public IReadOnlyList<string> Notes =>
    [
        .. Classes.GroupBy(entry => entry.Color).Where(same => same.Count() > 1).Select(same =>
            $"classes {string.Join(" and ", same.Select(entry => $"'{entry.Name}'"))} have one colour, [{same.Key.Red}, {same.Key.Green}, {same.Key.Blue}]: pictures can't tell them apart"),
    ];

    /// <summary>Reads <c>classes.json</c>.</summary>
    /// <exception cref="DatasetException">The file is missing, no such JSON, or breaks a rule; names file and reason.</exception>
    public static ClassList Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"the list of classes cannot be read ({error.Message})", error);
        }
    }

    /// <summary>Reads the text of a <c>classes.json</c>: <c>{"ignore": 255, "classes": [{"name": "Sky", "color": [128, 128, 128]}, …]}</c>; a color may be <c>"#808080"</c> too, or left out.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in errors, for example its path.</param>
    /// <exception cref="DatasetException">The text is no such JSON or breaks a rule.</exception>
    public static ClassList Parse(string json, string source) => ClassListJson.Parse(json, source);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public string ToJson() => ClassListJson.Write(this);

    /// <summary>The first broken rule, or null: 2 to 65,534 classes, names unique and not empty, ignore 0–65,535 and no class's id.</summary>
    public static string? FindFault(IReadOnlyList<ClassInfo> classes, int ignore)
    {
        if (classes.Count is < 2 or > MaxCount)
        {
            return $"there are {classes.Count} classes; 2 to {MaxCount} are allowed";
        }

        if (ignore is < 0 or > ushort.MaxValue)
        {
            return $"ignore is {ignore}; it must be 0 to {ushort.MaxValue}";
        }

        if (ignore < classes.Count)
        {
            return $"ignore is {ignore}, which is the id of class '{classes[ignore].Name}'; it must be {classes.Count} or more";
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < classes.Count; id++)
        {
            var name = classes[id].Name;
            if (string.IsNullOrWhiteSpace(name))
            {
                return $"class {id} has an empty name";
            }

            if (!ids.TryAdd(name, id))
            {
                return $"classes {ids[name]} and {id} are both named '{name}'";
            }
        }

        return null;
    }

    /// <summary>Whether classes and ignore are the same, in the same order.</summary>
    public bool Equals(ClassList? other) => other is not null && Ignore == other.Ignore && Classes.SequenceEqual(other.Classes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ignore, Count, Classes[0], Classes[^1]);
}
