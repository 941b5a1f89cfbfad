using Prcl.Contracts;
using Prcl.Contracts.Streams;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>Orders as addresses write them.</summary>
internal static class ImageOrders
{
    /// <summary>What a text must be.</summary>
    public const string Pattern = "^(oldest|newest|doubt)$";

    /// <summary>Reads one; null: the order of the log.</summary>
    /// <exception cref="PrclRequestException">It is none.</exception>
    public static ImageOrder? Read(string? text) => text switch
    {
        null or "oldest" => null,
        "newest" => ImageOrder.Newest,
        "doubt" => ImageOrder.Doubt,
        _ => throw new PrclRequestException($"order is {Printable.Quoted(text)}; it must be oldest, newest or doubt.") { Code = RequestErrorCode.BadValue },
    };
}
