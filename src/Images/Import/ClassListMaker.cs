using Prcl.Images.Datasets;

namespace Prcl.Images.Import;

/// <summary>Makes a list of classes of what annotations say.</summary>
public static class ClassListMaker
{
    /// <summary>The list.</summary>
    /// <param name="format">Whose annotations they are.</param>
    /// <param name="set">What was read.</param>
    /// <param name="path">What was read, for errors.</param>
    /// <exception cref="DatasetException">There are fewer than two classes, or a mask can't be read.</exception>
    public static ClassList Of(ImportFormat format, ImportSet set, string path)
    {
        var named = (set.Classes.Count > 0 ? set.Classes : Found(set)).Where(entry => !entry.IsVoid).ToList();
        var ids = named.Select(entry => entry.Id).OfType<int>().DefaultIfEmpty(-1).Max();
        if (ids >= 0)
        {
            named = [.. Enumerable.Range(0, ids + 1).Select(id => new SourceClass($"class {id}"))];
        }
        else if (format.HasObjects && !named.Exists(entry => SourceClass.IsBackgroundName(entry.Name)) && (named.Count < 2 || !format.IgnoresUncovered))
        {
            named.Insert(0, new SourceClass(SourceClass.Background));
        }

        ClassInfo[] classes = [.. WithColours(named)];
        var ignore = classes.Length <= ClassList.DefaultIgnore ? ClassList.DefaultIgnore : ushort.MaxValue;
        return ClassList.FindFault(classes, ignore) is { } fault ? throw new DatasetException(path, fault) : new ClassList(classes, ignore);
    }

    private static IEnumerable<ClassInfo> WithColours(List<SourceClass> named)
    {
        var taken = named.Select(entry => entry.Color).OfType<RgbColor>().ToHashSet();
        var number = 0;
        foreach (var entry in named)
        {
            var colour = entry.Color;
            while (colour is null)
            {
                var next = ClassColours.Of(number++);
                colour = taken.Add(next) ? next : null;
            }

            yield return new ClassInfo(entry.Name, colour.Value);
        }
    }

    private static IEnumerable<SourceClass> Found(ImportSet set)
    {
        var found = new Dictionary<string, SourceClass>(StringComparer.Ordinal);
        foreach (var item in set.Items)
        {
            try
            {
                foreach (var entry in item.Drawing.Classes)
                {
                    found.TryAdd(entry.Name, entry);
                }
            }
            catch (AnnotationException error)
            {
                throw new DatasetException(item.AnnotationPath, error.Message, error);
            }

            if (found.Count > 2 * ClassList.DefaultIgnore)
            {
                throw new DatasetException(item.AnnotationPath, $"there are {found.Count} colours so far: these are no masks, or they were blurred or compressed");
            }
        }

        return found.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal);
    }
}
