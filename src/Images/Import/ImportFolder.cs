using System.Text.Unicode;
using Prcl.Images.Datasets;

namespace Prcl.Images.Import;

/// <summary>The folder that is imported: the only place where files are read, whatever annotations name.</summary>
internal sealed class ImportFolder
{
    private const long MostBytes = 512L << 20;
    private readonly HashSet<string> _files;
    private readonly ILookup<string, string> _byName;
    private readonly List<PairingFault> _faults = [];

    /// <summary>Lists a folder, or the folder of one annotation file.</summary>
    /// <exception cref="DatasetException">There is no such folder or file.</exception>
    public ImportFolder(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full))
        {
            Single = full;
            var parent = Path.GetDirectoryName(full)!;
            full = Path.GetFileName(parent) == "annotations" ? Path.GetDirectoryName(parent) ?? parent : parent;
        }
        else if (!Directory.Exists(full))
        {
            throw new DatasetException(path, "there is no such file or folder");
        }

        Root = full;
        Files = [.. FolderListing.Tree(Root, _faults)];
        _files = Files.ToHashSet(StringComparer.Ordinal);
        _byName = Files.ToLookup(file => Path.GetFileName(file)!, StringComparer.Ordinal);
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The one annotation file that was named, or null.</summary>
    public string? Single { get; }

    /// <summary>All files below the folder, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The folders that hold them, in ordinal order.</summary>
    public IReadOnlyList<string> Folders => field ??= [.. Files.Select(file => Path.GetDirectoryName(file)!).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Folders that can't be read.</summary>
    public IReadOnlyList<PairingFault> Faults => _faults;

    /// <summary>Annotation files of an extension: the one that was named, or all.</summary>
    public IReadOnlyList<string> Annotations(string extension) => Single is not null
        ? [Single]
        : [.. Files.Where(file => Path.GetExtension(file).Equals(extension, StringComparison.OrdinalIgnoreCase))];

    /// <summary>A file's place below the folder, with '/' on every system.</summary>
    public string Relative(string file) => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>A file at a place below the folder, or null.</summary>
    public string? Find(string place) => Inside(Root, place) is { } file && _files.Contains(file) ? file : null;

    /// <summary>The image that an annotation names: at that place, or the only one whose path ends so.</summary>
    /// <param name="named">A path as it stands in the annotation.</param>
    /// <param name="where">The place of the annotation, for errors.</param>
    /// <param name="bases">Folders that the path may be relative to, besides the whole.</param>
    /// <exception cref="AnnotationException">It leads out of the folder, or there is none, or several.</exception>
    public string Image(string named, string where, params IEnumerable<string> bases)
    {
        var place = named.Replace('\\', '/').Trim();
        if (place.Length == 0 || place.Any(char.IsControl))
        {
            throw new AnnotationException(where, "the image's name is empty or can't be read");
        }

        if (place[0] == '/' || (place.Length > 1 && place[1] == ':'))
        {
            throw new AnnotationException(where, $"'{named}' names a place of another machine; images are looked for below {Root} only");
        }

        string?[] candidates = [.. bases.Append(Root).Select(folder => Inside(folder, place))];
        if (Array.Find(candidates, file => file is not null && _files.Contains(file)) is { } found)
        {
            return found;
        }

        if (Array.TrueForAll(candidates, file => file is null))
        {
            throw new AnnotationException(where, $"'{named}' leads out of {Root}; images are looked for in it only");
        }

        var ending = "/" + place;
        string[] alike = [.. _byName[place[(place.LastIndexOf('/') + 1)..]].Where(file => ("/" + Relative(file)).EndsWith(ending, StringComparison.Ordinal))];
        return alike switch
        {
            [var only] => only,
            [] => throw new AnnotationException(where, $"there is no image '{named}' below {Root}"),
            _ => throw new AnnotationException(where, $"'{named}' could be {Relative(alike[0])} or {Relative(alike[1])}"),
        };
    }

    /// <summary>A file's bytes.</summary>
    /// <exception cref="DatasetException">It is empty, too large, or can't be read.</exception>
    public static byte[] Bytes(string file)
    {
        var length = FileContent.Length(file);
        if (length is null or 0 or > MostBytes)
        {
            throw new DatasetException(file, length is 0 ? FileContent.Rule : length is null ? "the file can't be looked at" : $"the file has {length} bytes; at most {MostBytes} are allowed");
        }

        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(file, FolderListing.Why(file, error), error);
        }
    }

    /// <summary>A text file's bytes, without a mark of their order.</summary>
    /// <exception cref="DatasetException">It is empty, too large, can't be read, or isn't UTF-8.</exception>
    public static ReadOnlyMemory<byte> Text(string file)
    {
        ReadOnlyMemory<byte> bytes = Bytes(file);
        bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        return Utf8.IsValid(bytes.Span) ? bytes : throw new DatasetException(file, "the text isn't UTF-8");
    }

    /// <summary>The lines of a text file.</summary>
    /// <exception cref="DatasetException">It is empty, too large, can't be read, or isn't UTF-8.</exception>
    public static string[] Lines(string file) => System.Text.Encoding.UTF8.GetString(Text(file).Span).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private string? Inside(string folder, string place)
    {
        var file = Path.GetFullPath(Path.Combine(folder, place));
        return DatasetLayouts.IsWithin(file, Root) ? file : null;
    }
}
