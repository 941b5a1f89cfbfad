namespace Prcl.Client.Output;

/// <summary>Text from elsewhere (file names, messages) as one line.</summary>
internal static class OneLine
{
    /// <summary>The text with line breaks as spaces and other control characters, which could steer a terminal, as '?'.</summary>
    public static string Of(string text) => text.Any(char.IsControl)
        ? string.Concat(text.ReplaceLineEndings(" ").Select(c => c == '\t' ? ' ' : char.IsControl(c) ? '?' : c))
        : text;
}
