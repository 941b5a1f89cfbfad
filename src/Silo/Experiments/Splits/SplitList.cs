using Prcl.Images.Datasets;

namespace Prcl.Silo.Experiments.Splits;

/// <summary>
/// Finds the images that lists name, in whatever way: by stem (<c>2007_000032</c>), by stem with what ends an image's or label's name, by a path, in the first of
/// several columns.
/// </summary>
internal sealed class SplitList
{
    private static readonly char[] Blanks = [' ', '\t', ','];

    private readonly string _root;
    private readonly IReadOnlyList<DatasetItem> _items;
    private readonly ILookup<string, DatasetItem> _byKey;

    /// <summary>Lists of a data set.</summary>
    /// <param name="root">Its folder.</param>
    /// <param name="items">Its images.</param>
    public SplitList(string root, IReadOnlyList<DatasetItem> items) =>
        (_root, _items, _byKey) = (root, items, items.ToLookup(item => Key(item.Name), StringComparer.Ordinal));

    /// <summary>The images of a list, in its order, each once.</summary>
    /// <param name="member">What errors call the list.</param>
    /// <param name="list">A text file below the data set's folder, or a folder below that of its images.</param>
    /// <exception cref="DatasetException">There is neither, it is empty, or it names an image that isn't there or could be several; names list, line and reason.</exception>
    public IReadOnlyList<DatasetItem> Read(string member, string list)
    {
        var path = Path.Combine(_root, list);
        if (File.Exists(path))
        {
            DatasetItem[] named =
            [
                .. (from line in Lines(path).Select((text, i) => (Text: text, Number: i + 1))
                    where line.Text.Trim().Length > 0
                    select Find(path, line.Number, line.Text)).Distinct(),
            ];
            return named.Length > 0 ? named : throw new DatasetException(path, $"splits.{member}: the list names no image");
        }

        var below = list.Trim('/') + "/";
        DatasetItem[] inside = [.. _items.Where(item => item.Name.StartsWith(below, StringComparison.Ordinal))];
        return inside.Length > 0
            ? inside
            : throw new DatasetException(path, $"splits.{member}: there is no such list, and no image in a folder '{below}' below that of the images");
    }

    private DatasetItem Find(string path, int number, string line)
    {
        var place = line.Trim().Split(Blanks)[0];
        DatasetItem[] found = [.. _byKey[Key(place)]];
        if (found.Length > 1)
        {
            // The same stem in several folders: the path tells.
            var whole = "/" + WithoutExtension(place).TrimStart('/');
            found = Array.FindAll(found, item => whole.EndsWith("/" + item.Name, StringComparison.Ordinal));
        }

        return found.Length == 1
            ? found[0]
            : throw new DatasetException(path, $"line {number} names '{place}', {(_byKey.Contains(Key(place)) ? "which could be several images" : "and there is no such image")}");
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"the list can't be read ({error.Message})", error);
        }
    }

    // The last part of a path, less what ends the names of images and labels.
    private static string Key(string place) => LabelNaming.ImageKey(LabelNaming.LabelKey(WithoutExtension(place)[(WithoutExtension(place).LastIndexOf('/') + 1)..]));

    // A stem may have a dot in it: only the endings of pictures are endings.
    private static string WithoutExtension(string place) => LabelNaming.IsImage(place) ? place[..place.LastIndexOf('.')] : place;
}
