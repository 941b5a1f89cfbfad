using Prcl.Images.Import;

namespace Prcl.Client.Import;

/// <summary>Names for imported images: their places below the folder that those of a part have in common, the part first.</summary>
internal static class ImportNames
{
    /// <summary>A name an item, in order; two may be the same where only extensions differ.</summary>
    public static string[] Of(IReadOnlyList<ImportItem> items)
    {
        var common = items.GroupBy(item => item.Split).ToDictionary(part => part.Key, part => part.Select(item => Path.GetDirectoryName(item.ImagePath)!).Aggregate(Common));
        return [.. items.Select(item => Name(item, common[item.Split]))];
    }

    private static string Name(ImportItem item, string folder)
    {
        var place = Path.ChangeExtension(Path.GetRelativePath(folder, item.ImagePath), null).Replace(Path.DirectorySeparatorChar, '/');
        return item.Split.Length == 0 ? place : $"{item.Split}/{place}";
    }

    private static string Common(string one, string other)
    {
        var (a, b) = (one.Split(Path.DirectorySeparatorChar), other.Split(Path.DirectorySeparatorChar));
        var same = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return same <= 1 ? Path.GetPathRoot(one)! : string.Join(Path.DirectorySeparatorChar, a[..same]);
    }
}
