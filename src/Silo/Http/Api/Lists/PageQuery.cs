using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Prcl.Contracts;

namespace Prcl.Silo.Http.Api.Lists;

/// <summary>Which part of a list.</summary>
internal sealed record PageQuery
{
    /// <summary>The most items that one answer has.</summary>
    public const int Most = 500;

    private const int Usual = 100;
    private const int LongestCursor = 200;

    /// <summary>Items at most, 1 to 500.</summary>
    [FromQuery(Name = "limit"), Range(1, Most), DefaultValue(Usual), Description("Items at most")]
    public int? Limit { get; init; }

    /// <summary>Where to go on: what the part before called <c>next</c>.</summary>
    [FromQuery(Name = "cursor"), MaxLength(LongestCursor), Description("Where to go on: what the part before called next")]
    public string? Cursor { get; init; }

    /// <summary>Items at most.</summary>
    /// <exception cref="PrclRequestException">It is out of range.</exception>
    internal int Count() => Limit is null or (>= 1 and <= Most) ? Limit ?? Usual : throw Bad($"limit is {Limit}; it must be from 1 to {Most}");

    /// <summary>What the cursor stands for; null at the beginning.</summary>
    /// <exception cref="PrclRequestException">It is no cursor of this API.</exception>
    internal string? After()
    {
        if (Cursor is null)
        {
            return null;
        }

        var bytes = new byte[LongestCursor];
        return Cursor.Length <= LongestCursor && Base64Url.DecodeFromChars(Cursor, bytes, out _, out var length) == OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw BadCursor();
    }

    /// <summary>A part of a list that is at hand as a whole, in the order of keys that no two items share.</summary>
    internal Page<T> Part<T>(IEnumerable<T> all, Func<T, string> key)
    {
        var (count, after) = (Count(), After());
        T[] rest = [.. all.OrderBy(key, StringComparer.Ordinal).Where(item => after is null || string.CompareOrdinal(key(item), after) > 0).Take(count + 1)];
        return rest.Length > count ? new Page<T>(rest[..count], CursorOf(key(rest[count - 1]))) : new Page<T>(rest, null);
    }

    /// <summary>The cursor that stands for a text.</summary>
    internal static string CursorOf(string after) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(after));

    /// <summary>The error of a cursor that this API didn't give.</summary>
    internal static PrclRequestException BadCursor() => Bad("cursor is none that this list has given");

    private static PrclRequestException Bad(string message) => new(message + ".") { Code = RequestErrorCode.BadValue };
}
