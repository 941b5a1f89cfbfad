namespace Prcl.Client.Output;

/// <summary>A line about a file.</summary>
internal static class FileLine
{
    /// <summary>The path and the message, without the file's name that a silo's message begins with.</summary>
    public static string Of(string path, string message)
    {
        var name = Path.GetFileName(path) + ": ";
        return $"{path}: {(message.StartsWith(name, StringComparison.Ordinal) ? message[name.Length..] : message)}";
    }
}
