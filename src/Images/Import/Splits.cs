namespace Prcl.Images.Import;

/// <summary>The parts that data sets are cut into, by the words that stand for them.</summary>
public static class Splits
{
    /// <summary>To learn from.</summary>
    public const string Train = "train";

    /// <summary>To measure with while learning.</summary>
    public const string Validation = "val";

    /// <summary>To measure with at the end.</summary>
    public const string Test = "test";

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = Train,
        ["training"] = Train,
        ["trainval"] = Train,
        ["val"] = Validation,
        ["valid"] = Validation,
        ["validation"] = Validation,
        ["test"] = Test,
        ["testing"] = Test,
        ["test-dev"] = Test,
    };

    /// <summary>The part that a word stands for; empty for any other word.</summary>
    public static string Of(string word) => Words.GetValueOrDefault(word, "");

    /// <summary>The part that the first of a path's folders to say one stands for, or the file's name: <c>train/a.jpg</c>, <c>instances_val2017.json</c>.</summary>
    public static string OfPath(string path) => path.Split('/').SelectMany(Parts).Select(Of).FirstOrDefault(split => split.Length > 0) ?? "";

    /// <summary>Whether images of a part are for measuring, not for learning.</summary>
    public static bool IsToMeasure(string split) => split is Validation or Test;

    private static IEnumerable<string> Parts(string name) => Path.GetFileNameWithoutExtension(name).Split('_', '.', '-').Select(part => part.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
}
