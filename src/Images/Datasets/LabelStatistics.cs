using Prcl.Images.Files;

namespace Prcl.Images.Datasets;

/// <summary>How often each id stands in some labels, and what that says about them. Not safe for concurrent use.</summary>
/// <param name="classes">The classes that the labels use.</param>
public sealed class LabelStatistics(ClassList classes)
{
    private const int OneOff = 16;
    private const int MostNames = 8;
    private const int BinaryMask = 255;
    private readonly SortedDictionary<int, long> _pixels = [];
    private readonly List<string> _ignored = [];

    /// <summary>Labels counted.</summary>
    public int Labels { get; private set; }

    /// <summary>The share of ignored pixels, 0 to 1; 0 without labels.</summary>
    public double IgnoredShare => Share(classes.Ignore);

    private long Total => _pixels.Values.Sum();

    private int[] Appearing => [.. _pixels.Keys.Where(id => id < classes.Count)];

    /// <summary>Counts a label that fits the classes.</summary>
    /// <param name="labels">Its ids.</param>
    /// <param name="name">What notes call it.</param>
    public void Add(LabelMap labels, string name)
    {
        Labels++;
        var ids = labels.Ids.CountBy(id => (int)id).ToArray();
        foreach (var (id, count) in ids)
        {
            _pixels[id] = _pixels.GetValueOrDefault(id) + count;
        }

        if (ids is [var (only, _)] && only == classes.Ignore)
        {
            _ignored.Add(name);
        }
    }

    /// <summary>The share of a class's pixels, 0 to 1; 0 without labels.</summary>
    public double Share(int classId) => Labels == 0 ? 0 : (double)_pixels.GetValueOrDefault(classId) / Total;

    /// <summary>What is wrong with the labels, or might be, for people; empty without labels.</summary>
    public IEnumerable<string> Notes()
    {
        if (_ignored.Count > 0)
        {
            yield return $"nothing but ignored pixels in {_ignored.Count} {(_ignored.Count == 1 ? "label" : "labels")}, {Listed(_ignored.Order(StringComparer.Ordinal))}";
        }

        var appearing = Appearing;
        if (appearing is [var only])
        {
            yield return $"the labels hold only class {only} '{NameOf(only)}'{(IgnoredShare > 0 ? " and ignored pixels" : "")}: there is nothing to tell it from"
                + (classes.Ignore == BinaryMask && only == 0 && IgnoredShare > 0 ? "; " + Binary : "");
        }
        else if (appearing.Length > 1)
        {
            int[] missing = [.. Enumerable.Range(0, classes.Count).Except(appearing)];
            if (missing.Length > 0)
            {
                yield return $"no pixel of {Listed(missing.Select(NameOf))} in these labels" + (missing[0] == 0 ? " (ids count from 0)" : "");
            }

            foreach (var id in appearing.Where(id => _pixels[id] < OneOff))
            {
                yield return $"{NameOf(id)} has only {_pixels[id]} {(_pixels[id] == 1 ? "pixel" : "pixels")} in these labels: id {id} may not be meant";
            }
        }
    }

    /// <summary>Why ids that the classes don't have might be there, for people; null when nothing comes to mind.</summary>
    public string? Advice(LabelMap refused)
    {
        int[] ids = [.. refused.Ids.Select(id => (int)id).Distinct().Order()];
        return ids is [0, BinaryMask] or [BinaryMask]
            ? Binary
            : ids[0] > 0 && ids.Contains(classes.Count) && classes.Ignore != classes.Count
                ? $"ids of refused labels begin at {ids[0]} and reach {classes.Count}: ids count from 0, so they may be one too high"
                : null;
    }

    private static string Binary => "0 and 255 look like binary masks: --binary makes them the classes 0 and 1";

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(MostNames)) + (all.Length > MostNames ? $" and {all.Length - MostNames} more" : "");
    }

    private string NameOf(int id) => classes.Classes[id].Name;
}
