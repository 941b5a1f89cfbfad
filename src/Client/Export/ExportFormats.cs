namespace Prcl.Client.Export;

/// <summary>Which format a file is written in: that of its extension, which never says another one than is written.</summary>
internal static class ExportFormats
{
    /// <summary>The formats' names, which are their extensions too.</summary>
    public static string[] Names { get; } = [.. Enum.GetNames<ExportFormat>().Select(name => name.ToLowerInvariant())];

    /// <summary>The format of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="asked">The format that was asked for by name; null where the extension says it, safetensors where there is none.</param>
    /// <exception cref="UsageException">The extension says another format than is asked for, or one that isn't written.</exception>
    public static ExportFormat Of(string path, string? asked)
    {
        var extension = Path.GetExtension(path).TrimStart('.');
        if (extension.Length == 0)
        {
            return Named(asked ?? Names[0]) ?? throw Unknown();
        }

        var said = Named(extension);
        if (said is null)
        {
            throw new UsageException($"{path} has the extension '.{extension}'; what is written is .{string.Join(" or .", Names)}");
        }

        return asked is null || (Named(asked) ?? throw Unknown()) == said
            ? said.Value
            : throw new UsageException($"{path} has the extension '.{extension}', and --format is {asked}: a file of one format isn't named like another");

        UsageException Unknown() => new($"--format is '{asked}'; it must be {string.Join(" or ", Names)}");
    }

    private static ExportFormat? Named(string name) => Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? (ExportFormat)at : null;
}
