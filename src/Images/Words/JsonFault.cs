using System.Text.Json;

namespace Prcl.Images.Words;

/// <summary>What is wrong with a JSON text, as a person counts: lines and columns from 1.</summary>
public static class JsonFault
{
    // The reader puts the place behind its words, counted from 0, in words of its own.
    private static readonly string[] Places = [" Path: ", " LineNumber:"];

    /// <summary>Where, and what: <c>line 3, column 12 (splits.format): …</c>; without a place where the reader tells none.</summary>
    public static string Of(JsonException error)
    {
        var end = Places.Select(place => error.Message.IndexOf(place, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(error.Message.Length).Min();
        var what = error.Message[..end];
        var member = error.Path is { Length: > 2 } path ? $" ({path[2..]})" : "";
        return error.LineNumber is { } line ? $"line {line + 1}, column {error.BytePositionInLine + 1}{member}: {what}" : what;
    }
}
